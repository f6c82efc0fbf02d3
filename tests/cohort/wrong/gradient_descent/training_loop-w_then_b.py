# assignment: gradient_descent
# function: training_loop
# mistake: b is updated with the gradient at the new w.
# kind: bias updated with the new weight
# breaks: Predict, compute the gradient, subtract a step, and repeat.
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    w, b = params
    for epoch in range(n_epochs):
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        w = w - learning_rate * grad[0]
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)  # wrong
        b = b - learning_rate * grad[1]
    return torch.stack([w, b])
