# assignment: gradient_descent
# function: training_loop
# way: functools.reduce over the epochs.
# kind: functools.reduce

import functools


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    def step(params, _):
        w, b = params
        return params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)

    return functools.reduce(step, range(n_epochs), params)
