# assignment: quadratic
# function: model
# mistake: square_ changes the caller's readings.
# kind: square taken in place
# breaks: Do not change readings.
# shows: x = torch.tensor([2.0, 3.0]); model(x, 1.0, 0.0, 0.0); x

def model(t_u, w2, w1, b):
    line = w1 * t_u + b
    return w2 * t_u.square_() + line  # wrong
