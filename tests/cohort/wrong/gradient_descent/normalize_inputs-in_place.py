# assignment: gradient_descent
# function: normalize_inputs
# mistake: The readings themselves are scaled.
# kind: readings scaled in place
# breaks: t_u must not change.
# shows: x = torch.tensor([1.0, 2.0]); normalize_inputs(x); x

def normalize_inputs(t_u):
    t_u *= 0.1  # wrong
    return t_u
