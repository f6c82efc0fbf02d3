# assignment: autograd
# function: accumulated_gradient
# mistake: The gradient is never cleared.
# kind: not zeroed before the rounds
# breaks: Zero the gradient once
# shows: accumulated_gradient(dirty(leaf(0.7, -0.3)), X, Y, 2)

def accumulated_gradient(params, t_u, t_c, times):
    for _ in range(times):  # wrong
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
