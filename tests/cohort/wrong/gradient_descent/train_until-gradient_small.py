# assignment: gradient_descent
# function: train_until
# mistake: The gradient is compared with the tolerance, not the movement.
# kind: gradient for the step
# breaks: Gradient descent until an epoch moves no parameter by more than tolerance
# shows: train_until(0.05, 30, 0.05, P(), X, Y)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - learning_rate * grad
        if grad.abs().max() <= tolerance:  # wrong
            break
    return params, epoch
