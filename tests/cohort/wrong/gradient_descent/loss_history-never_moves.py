# assignment: gradient_descent
# function: loss_history
# mistake: The new params are computed and not assigned.
# kind: update without an assignment
# breaks: The loss before each of n_epochs updates
# shows: loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.zeros(n_epochs, device=t_u.device)
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses[epoch] = loss_fn(t_p, t_c)
        params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)  # wrong
    return losses
