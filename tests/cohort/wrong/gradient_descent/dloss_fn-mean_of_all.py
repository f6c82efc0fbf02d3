# assignment: gradient_descent
# function: dloss_fn
# mistake: The derivatives are averaged to one number instead of each divided by N.
# kind: averaged too early
# breaks: Derivative of the loss with respect to each prediction: a tensor (N,).
# shows: dloss_fn(X, Y).shape

def dloss_fn(t_p, t_c):
    return (2 * (t_p - t_c)).mean()  # wrong
