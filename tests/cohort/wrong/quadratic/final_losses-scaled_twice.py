# assignment: quadratic
# function: final_losses
# mistake: The readings are scaled once more.
# kind: readings scaled once more
# breaks: The readings are scaled already.
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    t_u = 0.1 * t_u  # wrong
    losses = []
    for line, size in ((linear_model, 2), (model, 3)):
        params = torch.zeros(size, device=t_u.device, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(line(t_u, *params), t_c).item())
    return losses[0], losses[1]
