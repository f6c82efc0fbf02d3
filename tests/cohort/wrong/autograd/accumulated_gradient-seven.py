# assignment: autograd
# function: accumulated_gradient
# mistake: It always goes backward seven times, as in the text.
# kind: number of rounds written down
# breaks: `backward()` `times` times.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 2)

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    for _ in range(7):  # wrong
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
