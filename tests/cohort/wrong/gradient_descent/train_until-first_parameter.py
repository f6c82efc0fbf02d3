# assignment: gradient_descent
# function: train_until
# mistake: Only the movement of w is looked at.
# kind: first parameter alone watched
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.01, 50, 0.05, P(0.9, -5.0), torch.tensor([-1.0, 1.0]), torch.tensor([-1.0, 1.0]))[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if abs(step[0]) <= tolerance:  # wrong
            break
    return params, epoch
