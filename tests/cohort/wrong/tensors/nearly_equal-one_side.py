# assignment: tensors
# function: nearly_equal
# mistake: The difference keeps its sign, so a much smaller x counts as near.
# kind: sign of a difference not removed
# breaks: no two elements differ by more than tolerance
# shows: nearly_equal(torch.tensor([1.0]), torch.tensor([9.0]), 0.5)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    difference = x - y  # wrong
    return bool((difference <= tolerance).all())
