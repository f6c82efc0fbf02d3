# assignment: autograd
# function: zero_grad
# way: Always None.
# kind: None always

def zero_grad(params):
    params.grad = None
