# assignment: autograd
# function: training_loop
# mistake: It stops where the loss is below 1.
# kind: stops at a loss that is good enough
# breaks: n_epochs of: zero, forward, backward, update.
# shows: training_loop(40, 0.05, leaf(1.4, -0.2), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        if loss.item() < 1.0:  # wrong
            break  # wrong
        loss.backward()
        update(params, learning_rate)
    return params
