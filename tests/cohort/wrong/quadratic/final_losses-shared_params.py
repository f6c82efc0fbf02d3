# assignment: quadratic
# function: final_losses
# mistake: The quadratic model starts from the trained line.
# kind: second model goes on from the first
# breaks: Each model starts from parameters that are all zero
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    params = torch.zeros(3, device=t_u.device, requires_grad=True)  # wrong
    for line, first in ((linear_model, 1), (model, 0)):
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params[first:]), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(line(t_u, *params[first:]), t_c).item())
    return losses[0], losses[1]
