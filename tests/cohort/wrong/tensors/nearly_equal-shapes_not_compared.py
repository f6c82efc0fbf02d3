# assignment: tensors
# function: nearly_equal
# mistake: Tensors of different shapes are broadcast and compared.
# kind: shapes stretched silently
# breaks: So compare the shapes first.
# shows: nearly_equal(torch.ones(3), torch.ones(2, 3), 0.1)

def nearly_equal(x, y, tolerance):
    difference = (x - y).abs()  # wrong
    return bool((difference <= tolerance).all())
