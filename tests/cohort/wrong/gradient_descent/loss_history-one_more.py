# assignment: gradient_descent
# function: loss_history
# mistake: The loss after the last update is added: one entry too many.
# kind: last loss added
# breaks: The loss before each of n_epochs updates: a tensor (n_epochs,)
# shows: loss_history(3, 0.05, P(), X, Y).shape

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = [loss_fn(model(t_u, *params), t_c)]
    for epoch in range(n_epochs):
        grad = grad_fn(t_u, t_c, model(t_u, *params), *params)
        params = params - learning_rate * grad
        losses.append(loss_fn(model(t_u, *params), t_c))
    return torch.stack(losses)  # wrong
