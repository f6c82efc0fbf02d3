# assignment: quadratic
# function: grad_fn
# mistake: Divides by 3, the number of parameters.
# kind: divided by the number of parameters
# breaks: The gradient of the mean squared error
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / 3  # wrong
    return torch.stack([(dloss * t_u**2).sum(), (dloss * t_u).sum(), dloss.sum()])
