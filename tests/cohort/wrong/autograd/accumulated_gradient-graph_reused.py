# assignment: autograd
# function: accumulated_gradient
# mistake: One graph is used for every backward.
# kind: one graph for several calls of backward
# breaks: One graph is enough for only one `backward()`, so every call needs its own forward pass.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 2)

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)  # wrong
    for _ in range(times):
        loss.backward()
    return params.grad
