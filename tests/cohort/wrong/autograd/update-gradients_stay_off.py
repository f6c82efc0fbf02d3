# assignment: autograd
# function: update
# mistake: set_grad_enabled(False) without with leaves autograd off for all later code.
# kind: autograd switched off for good
# breaks: The step must change the same tensor that you train, and autograd must not record the step.
# shows: p = dirty(leaf(1.0, 2.0)); update(p, 0.1); enabled()

def update(params, learning_rate):
    torch.set_grad_enabled(False)  # wrong
    params -= learning_rate * params.grad
