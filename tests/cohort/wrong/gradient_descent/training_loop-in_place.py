# assignment: gradient_descent
# function: training_loop
# mistake: -= changes the caller's params.
# kind: caller's parameters changed by -=
# breaks: Gradient descent for n_epochs from params, a tensor of 2 (w, b), which must not change.
# shows: p = P(); training_loop(2, 0.01, p, X, Y); p

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        params -= learning_rate * grad_fn(t_u, t_c, t_p, w, b)  # wrong
    return params
