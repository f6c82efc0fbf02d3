# assignment: gradient_descent
# function: training_loop
# mistake: The gradient is computed once, before the loop.
# kind: gradient computed before the loop
# breaks: Predict, compute the gradient, subtract a step, and repeat.
# shows: training_loop(3, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    w, b = params  # wrong
    grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)  # wrong
    for epoch in range(n_epochs):
        params = params - learning_rate * grad
    return params
