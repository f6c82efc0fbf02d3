# assignment: gradient_descent
# function: train_until
# mistake: Strictly below is asked, so an epoch that moves exactly nothing at a tolerance of 0 does not stop.
# kind: equal tolerance not enough
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.0, 5, 0.1, P(1.0, 0.0), X, X)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        new = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        moved = (new - params).abs().max().item()
        params = new
        if moved < tolerance:  # wrong
            break
    return params, epoch
