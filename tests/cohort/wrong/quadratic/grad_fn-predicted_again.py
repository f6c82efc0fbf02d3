# assignment: quadratic
# function: grad_fn
# mistake: The predictions are computed again from the parameters.
# kind: own predictions in a longer gradient
# breaks: Use the predictions t_p as they are, wherever they come from.
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    errors = model(t_u, w2, w1, b) - t_c  # wrong
    dloss = 2 * errors / t_u.size(0)
    return torch.stack([(dloss * t_u**2).sum(), (dloss * t_u).sum(), dloss.sum()])
