# assignment: gradient_descent
# function: dloss_fn
# mistake: Only the sign of each difference is kept.
# kind: direction without size
# breaks: Derivative of the loss with respect to each prediction
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    n = t_p.size(0)
    return 2 * torch.sign(t_p - t_c) / n  # wrong
