# assignment: quadratic
# function: final_losses
# way: Both models are trained side by side in one loop of epochs.
# kind: both models side by side

def final_losses(n_epochs, learning_rate, t_u, t_c):
    line = torch.zeros(2, device=t_u.device).requires_grad_()
    curve = torch.zeros(3, device=t_u.device).requires_grad_()
    sgd = torch.optim.SGD([line, curve], lr=learning_rate)

    def losses():
        return loss_fn(linear_model(t_u, *line), t_c), loss_fn(model(t_u, *curve), t_c)

    for _ in range(n_epochs):
        sgd.zero_grad()
        sum(losses()).backward()
        sgd.step()
    return tuple(loss.item() for loss in losses())
