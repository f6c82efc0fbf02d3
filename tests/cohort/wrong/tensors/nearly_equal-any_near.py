# assignment: tensors
# function: nearly_equal
# mistake: One near pair is enough.
# kind: any for all
# breaks: no two elements differ by more than tolerance
# shows: nearly_equal(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 9.0]), 0.5)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    near = (x - y).abs() <= tolerance
    return bool(near.any())  # wrong
