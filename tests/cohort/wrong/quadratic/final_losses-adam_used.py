# assignment: quadratic
# function: final_losses
# mistake: Adam trains the models.
# kind: other optimizer than SGD
# breaks: It takes n_epochs of SGD at that learning rate.
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for line, size in ((linear_model, 2), (model, 3)):
        params = torch.zeros(size, device=t_u.device, requires_grad=True)
        optimizer = torch.optim.Adam([params], lr=learning_rate)  # wrong
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(line(t_u, *params), t_c).item())
    return losses[0], losses[1]
