# assignment: optimizers
# function: fixed_training_loop
# mistake: zero_grad is moved above the loop.
# kind: line moved above the loop
# breaks: The same as training_loop
# shows: p = leaf(0.7, -0.3); fixed_training_loop(3, SGD(p, 0.05), p, X, Y).detach()

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.zero_grad()  # wrong
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
