# assignment: autograd
# function: accumulated_gradient
# mistake: The sum is divided by the number of rounds.
# kind: averaged over the rounds
# breaks: after seven calls, the gradient is seven times too large.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 3)

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    for _ in range(times):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad / times  # wrong
