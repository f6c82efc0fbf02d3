# assignment: gradient_descent
# function: loss_history
# mistake: Each loss is recorded after its update.
# kind: recorded after the update
# breaks: The loss before each of n_epochs updates
# shows: loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(n_epochs):
        grad = grad_fn(t_u, t_c, model(t_u, *params), *params)
        params = params - learning_rate * grad
        losses.append(loss_fn(model(t_u, *params), t_c))  # wrong
    return torch.stack(losses)
