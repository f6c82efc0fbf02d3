# assignment: gradient_descent
# function: train_until
# mistake: The Euclidean length of the step is compared.
# kind: length of a step for its largest part
# breaks: until an epoch moves no parameter by more than tolerance
# shows: train_until(0.07, 50, 0.25, P(1.2, 1.2), torch.tensor([-1.0, 1.0]), torch.tensor([0.0, 0.4]))[1]

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.norm() <= tolerance:  # wrong
            break
    return params, epoch
