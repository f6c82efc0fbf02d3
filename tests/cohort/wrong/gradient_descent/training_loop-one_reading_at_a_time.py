# assignment: gradient_descent
# function: training_loop
# mistake: Every epoch takes one step for each reading.
# kind: stochastic for full batch
# breaks: One round over all readings is an epoch.
# shows: training_loop(1, 0.05, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        for i in range(t_u.size(0)):  # wrong
            x, y = t_u[i : i + 1], t_c[i : i + 1]  # wrong
            w, b = params
            params = params - learning_rate * grad_fn(x, y, model(x, w, b), w, b)
    return params
