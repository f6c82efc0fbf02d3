# assignment: autograd
# function: gradient
# mistake: The gradient is set to zero between backward and the return.
# kind: cleared before it is read
# breaks: Go forward, then backward, then read `params.grad`
# shows: gradient(leaf(0.7, -0.3), X, Y)

def gradient(params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    params.grad.zero_()  # wrong
    return params.grad
