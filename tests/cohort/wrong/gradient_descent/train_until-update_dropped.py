# assignment: gradient_descent
# function: train_until
# mistake: The small update is not kept.
# kind: last update dropped
# breaks: The epoch that moves so little counts, and its update is kept.
# shows: train_until(0.3, 20, 0.05, P(), X, Y)

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        if step.abs().max() <= tolerance:
            break  # wrong
        params = params - step  # wrong
    return params, epoch
