# assignment: gradient_descent
# function: loss_history
# way: An empty tensor on the right device, filled by index.
# kind: empty tensor filled

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.empty(n_epochs, device=t_u.device)
    for i in range(n_epochs):
        t_p = model(t_u, params[0], params[1])
        losses[i] = loss_fn(t_p, t_c)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, params[0], params[1])
    return losses
