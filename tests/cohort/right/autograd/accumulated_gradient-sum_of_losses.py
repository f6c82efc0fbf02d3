# assignment: autograd
# function: accumulated_gradient
# way: Adds up the losses and goes backward once.
# kind: one backward over a sum

def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    sum(loss_fn(model(t_u, *params), t_c) for _ in range(times)).backward()
    return params.grad
