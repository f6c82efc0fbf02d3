# assignment: autograd
# function: gradient
# way: Subtracts what was there before.
# kind: difference of two gradients

def gradient(params, t_u, t_c):
    before = torch.zeros_like(params) if params.grad is None else params.grad.clone()
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    result = params.grad
    params.grad = before
    return result
