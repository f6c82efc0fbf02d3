# assignment: gradient_descent
# function: training_loop
# mistake: It starts from (1, 0), the start of the chapter.
# kind: start of the chapter
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = torch.tensor([1.0, 0.0])  # wrong
    for epoch in range(n_epochs):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - learning_rate * grad
    return params
