# assignment: gradient_descent
# function: normalize_inputs
# mistake: Divides by the largest reading.
# kind: scaled by the largest
# breaks: The readings (N,) times 0.1
# shows: normalize_inputs(X)

def normalize_inputs(t_u):
    return t_u / t_u.max()  # wrong
