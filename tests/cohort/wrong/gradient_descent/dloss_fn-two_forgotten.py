# assignment: gradient_descent
# function: dloss_fn
# mistake: The 2 of the square is missing.
# kind: factor two of a square forgotten
# breaks: Derivative of the loss with respect to each prediction
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    return (t_p - t_c) / t_p.size(0)  # wrong
