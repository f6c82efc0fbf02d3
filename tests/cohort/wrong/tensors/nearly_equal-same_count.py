# assignment: tensors
# function: nearly_equal
# mistake: The numbers of elements are compared, not the shapes.
# kind: number of elements compared for the shape
# breaks: Whether x and y have one shape
# shows: nearly_equal(torch.ones(2, 3), torch.ones(3, 2), 0.5)

def nearly_equal(x, y, tolerance):
    if x.numel() != y.numel():  # wrong
        return False
    difference = (x.reshape(-1) - y.reshape(-1)).abs()
    return bool((difference <= tolerance).all())
