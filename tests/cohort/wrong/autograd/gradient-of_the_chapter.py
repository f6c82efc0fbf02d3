# assignment: autograd
# function: gradient
# mistake: The forward pass of the loss takes the file's t_c, cut to length, because the argument has another name.
# kind: readings of the file in a forward pass
# breaks: The gradient of the loss of the linear model at params
# shows: gradient(leaf(0.7, -0.3), X, Y)

def gradient(params, inputs, targets):
    params.grad = None
    t_p = model(inputs, *params)
    loss = loss_fn(t_p, t_c[: t_p.numel()])  # wrong
    loss.backward()
    return params.grad
