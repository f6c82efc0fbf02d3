# assignment: autograd
# function: update
# mistake: requires_grad is switched off for the step and not on again.
# kind: requires_grad switched off and left
# breaks: params stays the same leaf tensor and still requires grad.
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); p.requires_grad

def update(params, learning_rate):
    params.requires_grad_(False)
    params -= learning_rate * params.grad
    params.requires_grad_(False)  # wrong
