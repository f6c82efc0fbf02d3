# assignment: autograd
# function: gradient
# mistake: The gradient is divided by its length.
# kind: gradient made of length one
# breaks: The gradient of the loss of the linear model at params
# shows: gradient(leaf(0.7, -0.3), X, Y)

def gradient(params, t_u, t_c):
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad / params.grad.norm()  # wrong
