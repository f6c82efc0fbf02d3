# assignment: autograd
# function: gradient
# way: Computes on a detached leaf, so the caller's gradient is not touched.
# kind: old gradient put back

def gradient(params, t_u, t_c):
    twin = params.detach().clone().requires_grad_()
    loss = loss_fn(model(t_u, *twin), t_c)
    loss.backward()
    return twin.grad
