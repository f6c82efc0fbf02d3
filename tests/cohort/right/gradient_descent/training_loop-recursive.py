# assignment: gradient_descent
# function: training_loop
# way: Recursion: one step, then the rest.
# kind: recursion over epochs

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    if n_epochs == 0:
        return params.clone()
    grad = grad_fn(t_u, t_c, model(t_u, *params), *params)
    return training_loop(n_epochs - 1, learning_rate, params - learning_rate * grad, t_u, t_c)
