# assignment: gradient_descent
# function: loss_history
# mistake: The smallest loss so far is recorded.
# kind: best loss so far
# breaks: The loss before each of n_epochs updates
# shows: loss_history(4, 0.6, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses).cummin(dim=0).values  # wrong
