# assignment: autograd
# function: gradient
# way: Zeroes in place where there is something, and returns a clone.
# kind: zeros in place first

def gradient(params, t_u, t_c):
    zero_grad(params)
    torch.mean((params[0] * t_u + params[1] - t_c) ** 2).backward()
    return params.grad.clone()
