# assignment: optimizers
# function: fixed_training_loop
# mistake: The line is deleted and not moved, so gradients add up.
# kind: line deleted for moved
# breaks: Find out why, and move one line.
# shows: p = leaf(0.7, -0.3); fixed_training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()  # wrong
        optimizer.step()
    return params
