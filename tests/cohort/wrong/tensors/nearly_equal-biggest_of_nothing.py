# assignment: tensors
# function: nearly_equal
# mistake: The maximum of an empty tensor is an error.
# kind: empty tensors forgotten
# breaks: x, y: tensors of any shapes.
# shows: nearly_equal(torch.ones(0), torch.ones(0), 0.5)
# doubt: The exercise names the elements of x and y, and never a tensor without any.

def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    largest = (x - y).abs().max()  # wrong
    return bool(largest <= tolerance)
