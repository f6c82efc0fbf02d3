# assignment: optimizers
# function: training_loop
# mistake: zero_grad is called once, before the loop.
# kind: cleared before the first epoch alone
# breaks: You may clear anywhere before `backward()`, which fills the gradients.
# shows: p = leaf(0.7, -0.3); training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.zero_grad()  # wrong
    for epoch in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
