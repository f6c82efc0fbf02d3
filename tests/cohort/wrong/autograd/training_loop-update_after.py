# assignment: autograd
# function: training_loop
# mistake: The update is outside of the loop: one step with the last gradient.
# kind: update after the loop
# breaks: Each epoch has four parts: zero, forward, backward, update.
# shows: training_loop(3, 0.05, leaf(0.7, -0.3), X, Y).detach()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    update(params, learning_rate)  # wrong
    return params
