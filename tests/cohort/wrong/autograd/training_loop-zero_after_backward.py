# assignment: autograd
# function: training_loop
# mistake: The gradient is cleared after backward, so every step is zero.
# kind: zeroed between backward and update
# breaks: For every order that you try, ask: what does `.grad` hold when `update` reads it?
# shows: training_loop(3, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        zero_grad(params)  # wrong
        update(params, learning_rate)
    return params
