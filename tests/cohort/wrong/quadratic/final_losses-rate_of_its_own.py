# assignment: quadratic
# function: final_losses
# mistake: The quadratic model gets a smaller learning rate.
# kind: smaller rate for one of two
# breaks: It takes n_epochs of SGD at that learning rate.
# shows: final_losses(5, 0.01, X, Y)

def final_losses(n_epochs, learning_rate, t_u, t_c):
    def train(line, size, rate):
        params = torch.zeros(size, device=t_u.device, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params), t_c).backward()
            optimizer.step()
        return loss_fn(line(t_u, *params), t_c).item()

    linear = train(linear_model, 2, learning_rate)
    quadratic = train(model, 3, learning_rate / 10)  # wrong
    return linear, quadratic
