# assignment: autograd
# function: gradient
# mistake: The old gradient is cleared only where its sum is not zero.
# kind: forgets a sum that cancels
# breaks: The result must be right even if `params.grad` already holds something.
# shows: p = leaf(0.7, -0.3); p.grad = torch.tensor([5.0, -5.0]); gradient(p, X, Y)

def gradient(params, t_u, t_c):
    if params.grad is not None and params.grad.sum() != 0:  # wrong
        params.grad.zero_()
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad
