# assignment: autograd
# function: zero_grad
# way: A fresh tensor of zeros in place of the old gradient.
# kind: fresh zeros

def zero_grad(params):
    if params.grad is not None:
        params.grad = torch.zeros_like(params)
