# assignment: gradient_descent
# function: normalize_inputs
# mistake: // rounds down.
# kind: floor division by ten
# breaks: The readings (N,) times 0.1
# shows: normalize_inputs(torch.tensor([35.7, -4.0]))

def normalize_inputs(t_u):
    return t_u // 10  # wrong
