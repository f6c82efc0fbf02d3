# assignment: optimizers
# function: fixed_training_loop
# mistake: zero_grad stands after step, so the first epoch uses a dirty gradient.
# kind: line moved below the step
# breaks: The same as training_loop
# shows: p = dirty(leaf(0.7, -0.3)); fixed_training_loop(1, SGD(p, 0.05), p, X, Y).detach()

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()  # wrong
    return params
