# assignment: tensors
# function: nearly_equal
# mistake: torch.allclose also allows a part of the size of the numbers.
# kind: relative tolerance left on
# breaks: `torch.allclose` adds a part of the size of the numbers to your tolerance.
# shows: nearly_equal(torch.tensor([100000.0]), torch.tensor([100000.5]), 0.1)

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    return torch.allclose(x, y, atol=tolerance)  # wrong
