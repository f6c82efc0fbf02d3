# assignment: quadratic
# function: grad_fn
# mistake: The order is (b, w1, w2).
# kind: three results in rising order
# breaks: The gradient of the mean squared error by (w2, w1, b): a tensor of 3
# shows: grad_fn(X, Y, X + 1, 0.5, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    powers = [dloss * t_u**k for k in range(3)]
    return torch.stack([p.sum() for p in powers])  # wrong
