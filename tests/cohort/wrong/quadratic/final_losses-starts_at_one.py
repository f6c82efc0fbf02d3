# assignment: quadratic
# function: final_losses
# mistake: The weights start at 1.
# kind: start other than zero
# breaks: Each model starts from parameters that are all zero
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for line, size in ((linear_model, 2), (model, 3)):
        params = torch.ones(size, device=t_u.device, requires_grad=True)  # wrong
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(line(t_u, *params), t_c).item())
    return losses[0], losses[1]
