# assignment: quadratic
# function: final_losses
# way: The quadratic model by training_loop; the line is a quadratic with its own loop.
# kind: through the sibling training_loop

def final_losses(n_epochs, learning_rate, t_u, t_c):
    curve = torch.zeros(3, device=t_u.device, requires_grad=True)
    training_loop(n_epochs, torch.optim.SGD([curve], lr=learning_rate), curve, t_u, t_c)
    line = torch.zeros(2, device=t_u.device, requires_grad=True)
    for _ in range(n_epochs):
        (slope,) = torch.autograd.grad(loss_fn(linear_model(t_u, *line), t_c), line)
        line.data -= learning_rate * slope
    with torch.no_grad():
        return float(loss_fn(linear_model(t_u, *line), t_c)), float(loss_fn(model(t_u, *curve), t_c))
