# assignment: optimizers
# function: training_loop
# way: torch.autograd.grad, the gradient put in place by hand.
# kind: torch.autograd.grad

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        (params.grad,) = torch.autograd.grad(loss, params)
        optimizer.step()
    return params
