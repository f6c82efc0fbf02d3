# assignment: autograd
# function: zero_grad
# mistake: The tensor no longer requires grad afterwards.
# kind: leaf cut off
# breaks: params: a leaf tensor that requires grad.
# shows: p = dirty(leaf(1.0, 2.0)); zero_grad(p); p.requires_grad

def zero_grad(params):
    params.requires_grad_(False)  # wrong
    params.grad = None
