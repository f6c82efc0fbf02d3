# assignment: optimizers
# function: fixed_training_loop
# mistake: It stops where the loss hardly changes.
# kind: stop where the loss hardly changes
# breaks: The same as training_loop
# shows: p = leaf(0.7, -0.3); fixed_training_loop(60, SGD(p, 0.05), p, X, Y).detach()

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    last = None
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        if last is not None and abs(last - loss.item()) < 1e-2:  # wrong
            break  # wrong
        last = loss.item()
    return params
