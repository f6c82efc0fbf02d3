# assignment: gradient_descent
# function: train_until
# mistake: The epochs come first.
# kind: pair returned backwards
# breaks: Returns (params, epochs used): a new tensor of 2 and an int.
# shows: train_until(0.02, 30, 0.05, P(), X, Y)

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.abs().max() <= tolerance:
            break
    return epoch, params  # wrong
