# assignment: autograd
# function: accumulated_gradient
# mistake: The rounds are counted from 1 and end before times.
# kind: first round skipped
# breaks: `backward()` `times` times.
# shows: accumulated_gradient(leaf(0.7, -0.3), X, Y, 3)

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = torch.zeros_like(params)
    for _ in range(1, times):  # wrong
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
