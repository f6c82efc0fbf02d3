# assignment: autograd
# function: training_loop
# way: The update by torch.optim.SGD.
# kind: the optimizer SGD

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    sgd = torch.optim.SGD([params], lr=learning_rate)
    for _ in range(n_epochs):
        sgd.zero_grad(set_to_none=False)
        loss_fn(model(t_u, *params), t_c).backward()
        sgd.step()
    return params
