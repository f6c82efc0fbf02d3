# assignment: autograd
# function: accumulated_gradient
# mistake: The gradient is cleared in every round.
# kind: zeroed inside the loop
# breaks: Zero the gradient once, then go forward and `backward()` `times` times.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 3)

def accumulated_gradient(params, t_u, t_c, times):
    for _ in range(times):
        params.grad = None  # wrong
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
