# assignment: gradient_descent
# function: train_until
# mistake: It stops when the loss hardly changes.
# kind: loss watched for the parameters
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.01, 50, 0.05, P(), X, Y)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    before = loss_fn(model(t_u, *params), t_c)
    for epoch in range(1, max_epochs + 1):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        after = loss_fn(model(t_u, *params), t_c)
        if abs(after - before) <= tolerance:  # wrong
            break
        before = after
    return params, epoch
