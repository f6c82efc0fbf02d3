# assignment: autograd
# function: zero_grad
# mistake: Only the first element is set to zero.
# kind: only the first element zeroed
# breaks: In place: `params.grad` becomes zero, or None.
# shows: p = dirty(leaf(1.0, 2.0)); zero_grad(p); 0.0 if p.grad is None else float(p.grad.abs().sum())

def zero_grad(params):
    if params.grad is not None:
        params.grad[0] = 0.0  # wrong
