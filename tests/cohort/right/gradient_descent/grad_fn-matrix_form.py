# assignment: gradient_descent
# function: grad_fn
# way: The design matrix times the derivative of the loss.
# kind: matrix form

def grad_fn(t_u, t_c, t_p, w, b):
    rows = torch.stack([t_u, torch.ones_like(t_u)])
    return rows @ (2 * (t_p - t_c) / len(t_u))
