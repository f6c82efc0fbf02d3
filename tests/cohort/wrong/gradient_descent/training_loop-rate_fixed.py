# assignment: gradient_descent
# function: training_loop
# mistake: The learning rate of the chapter is written down.
# kind: learning rate of the chapter
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(2, 0.05, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - 1e-2 * grad  # wrong
    return params
