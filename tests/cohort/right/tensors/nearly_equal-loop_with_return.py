# assignment: tensors
# function: nearly_equal
# way: A loop over pairs that returns at the first large difference.
# kind: loop with an early return

def nearly_equal(x, y, tolerance):
    if x.shape == y.shape:
        for a, b in zip(x.flatten().tolist(), y.flatten().tolist()):
            if abs(a - b) > tolerance:
                return False
        return True
    return False
