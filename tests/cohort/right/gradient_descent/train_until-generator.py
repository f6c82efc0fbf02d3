# assignment: gradient_descent
# function: train_until
# way: A generator yields the parameters of every epoch.
# kind: generator of steps

def descend(learning_rate, params, t_u, t_c):
    while True:
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, *params), *params)
        params = params - step
        yield params, max(abs(step[0]), abs(step[1]))


def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch, (params, moved) in enumerate(descend(learning_rate, params, t_u, t_c), start=1):
        if moved <= tolerance or epoch == max_epochs:
            return params, epoch
