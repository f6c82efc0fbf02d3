# assignment: gradient_descent
# function: loss_fn
# mistake: The squares are added up.
# kind: sum for mean
# breaks: Their mean does not grow only because there are more readings.
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    squares = (t_p - t_c) ** 2
    return squares.sum()  # wrong
