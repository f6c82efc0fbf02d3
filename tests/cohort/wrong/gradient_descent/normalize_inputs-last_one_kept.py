# assignment: gradient_descent
# function: normalize_inputs
# mistake: A slice drops the last reading.
# kind: slice that drops the last reading
# breaks: a new tensor (N,)
# shows: normalize_inputs(X).shape

def normalize_inputs(t_u):
    return 0.1 * t_u[:-1]  # wrong
