# assignment: gradient_descent
# function: model
# mistake: w and b are exchanged.
# kind: parameters exchanged
# breaks: `w` scales the unknown unit, and `b` shifts it.
# shows: model(X, 2.0, 3.0)

def model(t_u, w, b):
    return b * t_u + w  # wrong
