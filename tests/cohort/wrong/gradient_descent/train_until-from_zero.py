# assignment: gradient_descent
# function: train_until
# mistake: The index of the last epoch is returned, not their number.
# kind: epochs counted from zero
# breaks: Returns (params, epochs used): a new tensor of 2 and an int.
# shows: train_until(0.01, 20, 0.05, P(), X, Y)[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(max_epochs):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.abs().max() <= tolerance:
            break
    return params, epoch  # wrong
