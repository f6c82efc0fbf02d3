# assignment: gradient_descent
# function: grad_fn
# mistake: The products are averaged, though dloss_fn has divided by N.
# kind: mean of a chain
# breaks: The 1/N is already in `dloss_fn`.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    dloss = dloss_fn(t_p, t_c)
    grad_w = (dloss * dmodel_dw(t_u, w, b)).mean()  # wrong
    grad_b = (dloss * dmodel_db(t_u, w, b)).mean()  # wrong
    return torch.stack([grad_w, grad_b])
