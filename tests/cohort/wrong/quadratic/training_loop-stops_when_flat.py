# assignment: quadratic
# function: training_loop
# mistake: It stops where the gradient is small, though momentum would move on.
# kind: stop where the gradient is small
# breaks: n_epochs of steps of the quadratic model
# shows: p = leaf(0.0, 1.0, 0.0); o = MOM(p, 0.01); training_loop(3, o, p, X, Y); training_loop(2, o, p, torch.zeros(4), p[2].detach() * torch.ones(4)).detach()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        if params.grad.norm() < 1e-3:  # wrong
            break  # wrong
        optimizer.step()
    return params
