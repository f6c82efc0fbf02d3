# assignment: optimizers
# function: fixed_training_loop
# way: The line is moved to the top of the body.
# kind: line moved to the top

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params
