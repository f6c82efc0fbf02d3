# assignment: gradient_descent
# function: training_loop
# mistake: range(1, n_epochs) runs one epoch too few.
# kind: range from one without the end
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs):  # wrong
        w, b = params
        t_p = model(t_u, w, b)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
