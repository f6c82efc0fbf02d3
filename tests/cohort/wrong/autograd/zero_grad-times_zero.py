# assignment: autograd
# function: zero_grad
# mistake: Multiplies by zero, which leaves nan and infinity.
# kind: nan times zero
# breaks: In place: `params.grad` becomes zero, or None.
# shows: p = leaf(1.0, 2.0); p.grad = torch.tensor([float("inf"), 1.0]); zero_grad(p); 0.0 if p.grad is None else float(p.grad.abs().sum())
# doubt: The exercise does not say that a gradient may be infinite, and of finite ones 0 is left.

def zero_grad(params):
    if params.grad is not None:
        params.grad *= 0  # wrong
