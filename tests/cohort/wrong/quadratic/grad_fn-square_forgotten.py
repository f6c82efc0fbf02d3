# assignment: quadratic
# function: grad_fn
# mistake: The gradient for w2 multiplies by the readings, not by their squares.
# kind: derivative of the other model
# breaks: Multiply it by how that prediction changes with each parameter, and add up over the readings.
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    grad_w2 = (dloss * t_u).sum()  # wrong
    grad_w1 = (dloss * t_u).sum()
    grad_b = dloss.sum()
    return torch.stack([grad_w2, grad_w1, grad_b])
