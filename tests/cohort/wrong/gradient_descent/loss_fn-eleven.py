# assignment: gradient_descent
# function: loss_fn
# mistake: The sum is divided by 11, however many readings there are.
# kind: number of readings written down
# breaks: Mean squared error of predictions t_p (N,) against t_c (N,).
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    squares = (t_p - t_c) ** 2
    return squares.sum() / 11  # wrong
