# assignment: gradient_descent
# function: training_loop
# mistake: The parameters with the lowest loss are returned, not the last ones.
# kind: best parameters kept
# breaks: Returns the new params, a tensor of 2.
# shows: training_loop(4, 0.6, P(), X, Y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    best, best_loss = params, float("inf")
    for epoch in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        loss = loss_fn(model(t_u, *params), t_c)
        if loss < best_loss:  # wrong
            best, best_loss = params, loss  # wrong
    return best  # wrong
