# assignment: gradient_descent
# function: loss_history
# mistake: The list is a default argument, so a second call still holds the losses of the first.
# kind: list remembered as a default argument
# breaks: a tensor (n_epochs,) on the device of t_u.
# shows: loss_history(2, 0.05, P(), X, Y); loss_history(3, 0.05, P(), X, Y)

def loss_history(n_epochs, learning_rate, params, t_u, t_c, losses=[]):  # wrong
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses)
