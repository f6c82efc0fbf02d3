# assignment: gradient_descent
# function: train_until
# mistake: The sign is kept, so a large step down counts as small.
# kind: sign of a change forgotten
# breaks: A change has a sign: a large step down is not a small step.
# shows: train_until(0.01, 5, 0.05, P(3.0, 2.0), X, Y)

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        new = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        change = (new - params).max()  # wrong
        params = new
        if change <= tolerance:
            break
    return params, epoch
