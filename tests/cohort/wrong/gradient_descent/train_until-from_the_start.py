# assignment: gradient_descent
# function: train_until
# mistake: The parameters are compared with those at the start, not with those before the epoch.
# kind: compared with the start
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.02, 30, 0.05, P(), X, Y)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    old = params  # wrong
    for epoch in range(1, max_epochs + 1):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        if (params - old).abs().max() <= tolerance:
            break
    return params, epoch
