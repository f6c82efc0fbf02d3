# assignment: autograd
# function: accumulated_gradient
# way: A while loop that counts down.
# kind: while counting down

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = torch.zeros_like(params)
    while times:
        w, b = params.unbind()
        loss_fn(model(t_u, w, b), t_c).backward()
        times -= 1
    return params.grad.detach()
