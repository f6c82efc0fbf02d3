# assignment: tensors
# function: nearly_equal
# way: No difference above the tolerance, by any.
# kind: negated any

def nearly_equal(x, y, tolerance):
    if list(x.shape) != list(y.shape):
        return False
    return not ((x - y).abs() > tolerance).any().item()
