# assignment: quadratic
# function: grad_fn
# mistake: 2 t_u is the derivative of the square by the reading, not by w2.
# kind: derivative of the square by the reading
# breaks: Multiply it by how that prediction changes with each parameter
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    parts = [2 * t_u, t_u, torch.ones_like(t_u)]  # wrong
    return torch.stack([(dloss * part).sum() for part in parts])
