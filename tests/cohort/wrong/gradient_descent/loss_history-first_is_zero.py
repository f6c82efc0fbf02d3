# assignment: gradient_descent
# function: loss_history
# mistake: The losses are written from index 1, so the first entry is 0 and the last loss is missing.
# kind: history that starts at index one
# breaks: Then the first one shows where you started.
# shows: loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.zeros(n_epochs + 1, device=t_u.device)
    for epoch in range(1, n_epochs + 1):
        t_p = model(t_u, *params)
        losses[epoch] = loss_fn(t_p, t_c)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, *params)
    return losses[:n_epochs]  # wrong
