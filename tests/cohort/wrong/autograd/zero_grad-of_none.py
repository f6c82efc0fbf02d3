# assignment: autograd
# function: zero_grad
# mistake: None has no zero_.
# kind: None zeroed
# breaks: No error if it is None already.
# shows: p = leaf(1.0, 2.0); zero_grad(p); p.grad is None

def zero_grad(params):
    params.grad.zero_()  # wrong
