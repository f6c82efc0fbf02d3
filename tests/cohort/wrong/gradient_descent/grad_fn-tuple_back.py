# assignment: gradient_descent
# function: grad_fn
# mistake: A tuple of two tensors is returned.
# kind: tuple for a tensor
# breaks: without autograd: a tensor of 2.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    dloss = dloss_fn(t_p, t_c)
    return (dloss * t_u).sum(), dloss.sum()  # wrong
