# assignment: gradient_descent
# function: normalize_inputs
# mistake: The result is rounded to two digits.
# kind: rounded to two digits
# breaks: The readings (N,) times 0.1
# shows: normalize_inputs(torch.tensor([0.777, -4.0]))

def normalize_inputs(t_u):
    scaled = 0.1 * t_u
    return torch.round(scaled, decimals=2)  # wrong
