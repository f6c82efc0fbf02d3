# assignment: autograd
# function: training_loop
# mistake: The gradient is cleared once, before the loop.
# kind: zeroed once before the loop
# breaks: n_epochs of: zero, forward, backward, update.
# shows: training_loop(3, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    zero_grad(params)  # wrong
    for epoch in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        update(params, learning_rate)
    return params
