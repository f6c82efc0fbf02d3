# assignment: quadratic
# function: grad_fn
# mistake: The terms of the model are not derived: each still holds its parameter.
# kind: parameters left in their own derivative
# breaks: how that prediction changes with each parameter
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    grad_w2 = (dloss * w2 * t_u**2).sum()  # wrong
    grad_w1 = (dloss * w1 * t_u).sum()  # wrong
    return torch.stack([grad_w2, grad_w1, dloss.sum()])
