# assignment: gradient_descent
# function: loss_fn
# mistake: The mean is squared, not the differences.
# kind: square outside of the mean
# breaks: Squares make every error positive, and large errors count more.
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    return (t_p - t_c).mean() ** 2  # wrong
