# assignment: gradient_descent
# function: training_loop
# mistake: The learning rate falls by one percent in each epoch.
# kind: learning rate that falls
# breaks: Gradient descent for n_epochs from params
# shows: training_loop(5, 0.05, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        grad = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - learning_rate * grad
        learning_rate = learning_rate * 0.99  # wrong
    return params
