# assignment: autograd
# function: zero_grad
# mistake: A tensor of zeros is made and bound to a local name.
# kind: zeros made and dropped
# breaks: In place: `params.grad` becomes zero, or None.
# shows: p = dirty(leaf(1.0, 2.0)); zero_grad(p); 0.0 if p.grad is None else float(p.grad.abs().sum())

def zero_grad(params):
    grad = params.grad
    if grad is not None:
        grad = torch.zeros_like(grad)  # wrong
