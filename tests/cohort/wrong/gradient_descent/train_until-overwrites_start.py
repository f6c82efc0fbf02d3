# assignment: gradient_descent
# function: train_until
# mistake: Each element of the caller's params is written.
# kind: parameters written element by element
# breaks: params: a tensor of 2 (w, b), which must not change.
# shows: p = P(); train_until(0.02, 30, 0.05, p, X, Y); p

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, *params), *params)
        for i in range(2):
            params[i] = params[i] - step[i]  # wrong
        if step.abs().max() <= tolerance:
            break
    return params, epoch
