# assignment: tensors
# function: nearly_equal
# mistake: The mean of the differences is compared, so one large difference is hidden by many small ones.
# kind: mean difference compared
# breaks: no two elements differ by more than tolerance
# shows: nearly_equal(torch.zeros(4), torch.tensor([0.0, 0.0, 0.0, 1.0]), 0.5)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    distance = (x - y).abs().mean()  # wrong
    return bool(distance <= tolerance)
