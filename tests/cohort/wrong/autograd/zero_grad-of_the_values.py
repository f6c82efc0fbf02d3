# assignment: autograd
# function: zero_grad
# mistake: The parameters are zeroed, too.
# kind: values zeroed for the gradient
# breaks: Its own values must not change.
# shows: p = dirty(leaf(1.0, 2.0)); zero_grad(p); p.detach()

def zero_grad(params):
    if params.grad is not None:
        params.grad.zero_()
        params.data.zero_()  # wrong
