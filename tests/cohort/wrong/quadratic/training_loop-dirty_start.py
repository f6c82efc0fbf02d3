# assignment: quadratic
# function: training_loop
# mistake: The gradient is cleared from the second epoch on.
# kind: zeroed from the second epoch on
# breaks: right for any optimizer, even if `params.grad` holds something.
# shows: p = dirty(leaf(0.1, 0.7, -0.3)); training_loop(2, SGD(p, 0.01), p, X, Y).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        if epoch > 0:  # wrong
            optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
