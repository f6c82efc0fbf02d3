# assignment: optimizers
# function: training_loop
# mistake: The forward pass stands before the loop, and its graph is kept.
# kind: loss computed before the loop
# breaks: n_epochs of steps: right for SGD, momentum and Adam
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)  # wrong
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss.backward(retain_graph=True)  # wrong
        optimizer.step()
    return params
