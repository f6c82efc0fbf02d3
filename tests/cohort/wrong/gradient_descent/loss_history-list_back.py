# assignment: gradient_descent
# function: loss_history
# mistake: A list of numbers is returned.
# kind: list for a tensor
# breaks: a tensor (n_epochs,) on the device of t_u.
# shows: loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c).item())
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return losses  # wrong
