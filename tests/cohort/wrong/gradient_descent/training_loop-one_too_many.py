# assignment: gradient_descent
# function: training_loop
# mistake: A while loop with <= from zero runs one epoch too many.
# kind: while with <= from zero
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    epoch = 0
    while epoch <= n_epochs:  # wrong
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - learning_rate * grad
        epoch += 1
    return params
