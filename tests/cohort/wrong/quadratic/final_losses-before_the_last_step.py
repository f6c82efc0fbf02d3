# assignment: quadratic
# function: final_losses
# mistake: The last loss inside the loop is that before the last step.
# kind: loss before the last step
# breaks: The losses (linear, quadratic) after training each model
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for line, size in ((linear_model, 2), (model, 3)):
        params = torch.zeros(size, device=t_u.device, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            loss = loss_fn(line(t_u, *params), t_c)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())  # wrong
    return losses[0], losses[1]
