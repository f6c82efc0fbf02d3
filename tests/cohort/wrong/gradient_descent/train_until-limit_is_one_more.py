# assignment: gradient_descent
# function: train_until
# mistake: The limit is tested after an epoch with <=, so one epoch too many runs.
# kind: limit overrun by one
# breaks: or for max_epochs
# shows: train_until(0.0, 3, 0.05, P(), X, Y)

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    epochs = 0
    while epochs <= max_epochs:  # wrong
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        epochs += 1
        if step.abs().max() <= tolerance:
            break
    return params, epochs
