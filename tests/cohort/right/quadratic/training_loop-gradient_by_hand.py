# assignment: quadratic
# function: training_loop
# way: Puts the gradient by hand into params.grad and lets the optimizer step.
# kind: gradient by hand for the optimizer

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        with torch.no_grad():
            t_p = model(t_u, *params)
            params.grad = grad_fn(t_u, t_c, t_p, *params)
        optimizer.step()
    return params
