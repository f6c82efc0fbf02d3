# assignment: gradient_descent
# function: training_loop
# mistake: It stops as soon as the loss rises, with the last parameters.
# kind: stop where the loss rises
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(4, 0.6, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    before = float("inf")
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        loss = loss_fn(t_p, t_c)
        if loss > before:  # wrong
            break  # wrong
        before = loss
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
