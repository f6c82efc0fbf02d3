# assignment: autograd
# function: training_loop
# mistake: The learning rate is divided by the number of readings.
# kind: learning rate divided by N
# breaks: n_epochs of: zero, forward, backward, update.
# shows: training_loop(2, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    rate = learning_rate / t_u.shape[0]  # wrong
    for epoch in range(n_epochs):
        zero_grad(params)
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, rate)
    return params
