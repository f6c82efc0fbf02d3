# assignment: gradient_descent
# function: grad_fn
# mistake: Both factors are added up before they are multiplied.
# kind: product of sums for sum of products
# breaks: Now multiply along the chain.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    dloss = dloss_fn(t_p, t_c)
    grad_w = dloss.sum() * dmodel_dw(t_u, w, b).sum()  # wrong
    return torch.stack([grad_w, dloss.sum()])
