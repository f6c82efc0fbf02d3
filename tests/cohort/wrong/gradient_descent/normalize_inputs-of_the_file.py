# assignment: gradient_descent
# function: normalize_inputs
# mistake: The readings of the file are scaled, whatever is passed.
# kind: wrong data scaled
# breaks: The readings (N,) times 0.1: a new tensor (N,).
# shows: normalize_inputs(X)

def normalize_inputs(readings):
    return t_u * 0.1  # wrong
