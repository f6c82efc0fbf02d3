# assignment: quadratic
# function: model
# mistake: The square takes the weight, too.
# kind: weight squared with the reading
# breaks: Square only the reading.
# shows: model(X, 2.0, 3.0, 4.0)

def model(t_u, w2, w1, b):
    return (w2 * t_u) ** 2 + w1 * t_u + b  # wrong
