# assignment: gradient_descent
# function: grad_fn
# mistake: The predictions are computed again, not taken from the caller.
# kind: predictions computed again
# breaks: Use the predictions t_p that the caller passes.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    t_p = w * t_u + b  # wrong
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(dloss * t_u).sum(), dloss.sum()])
