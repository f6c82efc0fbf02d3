# assignment: tensors
# function: nearly_equal
# mistake: A difference of exactly the tolerance counts as different.
# kind: exact tolerance not allowed
# breaks: A difference of exactly the tolerance is allowed.
# shows: nearly_equal(torch.tensor([1.0]), torch.tensor([1.5]), 0.5)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    return bool(((x - y).abs() < tolerance).all())  # wrong
