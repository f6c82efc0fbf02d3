# assignment: gradient_descent
# function: dloss_fn
# mistake: The sign is that of the derivative with respect to t_c.
# kind: derivative by the target
# breaks: Derivative of the loss with respect to each prediction
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    return 2 * (t_c - t_p) / t_p.size(0)  # wrong
