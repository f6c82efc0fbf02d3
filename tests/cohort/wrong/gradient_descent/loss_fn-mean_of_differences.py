# assignment: gradient_descent
# function: loss_fn
# mistake: The differences are not squared, so they cancel.
# kind: square forgotten
# breaks: Squares make every error positive, and large errors count more.
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    return (t_p - t_c).mean()  # wrong
