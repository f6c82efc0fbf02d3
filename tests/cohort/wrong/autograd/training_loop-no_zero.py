# assignment: autograd
# function: training_loop
# mistake: The gradient is never cleared, so the gradients add up.
# kind: zero forgotten in a loop
# breaks: Each epoch has four parts: zero, forward, backward, update.
# shows: training_loop(3, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):  # wrong
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        update(params, learning_rate)
    return params
