# assignment: tensors
# function: nearly_equal
# mistake: The answer is a tensor and not a Python bool.
# kind: bool tensor for a Python bool
# breaks: True or False.
# shows: type(nearly_equal(torch.ones(2), torch.ones(2), 0.5)) is bool

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    return ((x - y).abs() <= tolerance).all()  # wrong
