# assignment: gradient_descent
# function: training_loop
# mistake: The return is indented too far, so only the first epoch runs.
# kind: return inside of the loop
# breaks: Predict, compute the gradient, subtract a step, and repeat.
# shows: training_loop(3, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - learning_rate * grad
        return params  # wrong
