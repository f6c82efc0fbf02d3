# assignment: gradient_descent
# function: loss_fn
# mistake: A factor of one half, as in some books.
# kind: half for a nicer derivative
# breaks: Mean squared error of predictions t_p (N,) against t_c (N,).
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    return 0.5 * ((t_p - t_c) ** 2).mean()  # wrong
