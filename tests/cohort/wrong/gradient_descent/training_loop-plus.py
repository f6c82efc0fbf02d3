# assignment: gradient_descent
# function: training_loop
# mistake: The step is added.
# kind: step uphill
# breaks: Predict, compute the gradient, subtract a step, and repeat.
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params + learning_rate * grad  # wrong
    return params
