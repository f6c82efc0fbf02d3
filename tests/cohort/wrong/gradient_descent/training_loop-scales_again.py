# assignment: gradient_descent
# function: training_loop
# mistake: The loop scales the readings once more.
# kind: inputs scaled inside
# breaks: Predict, compute the gradient, subtract a step, and repeat.
# shows: training_loop(2, 0.01, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    t_u = normalize_inputs(t_u)  # wrong
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
