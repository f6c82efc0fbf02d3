# assignment: quadratic
# function: model
# mistake: The square keeps the sign of the reading.
# kind: sign kept in a square
# breaks: w2 times the squared readings
# shows: model(X, 2.0, 3.0, 4.0)

def model(t_u, w2, w1, b):
    square = t_u * t_u.abs()  # wrong
    return w2 * square + w1 * t_u + b
