# assignment: gradient_descent
# function: dloss_fn
# mistake: The square is still there.
# kind: square kept
# breaks: Derivative of the loss with respect to each prediction
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    n = t_p.size(0)
    return 2 * (t_p - t_c) ** 2 / n  # wrong
