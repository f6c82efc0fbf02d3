# assignment: optimizers
# function: training_loop
# mistake: It clears at the end of an epoch, so a dirty start counts in the first.
# kind: cleared only after the step
# breaks: even if `params.grad` holds something at the start.
# shows: p = dirty(leaf(0.7, -0.3)); training_loop(2, SGD(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()  # wrong
    return params
