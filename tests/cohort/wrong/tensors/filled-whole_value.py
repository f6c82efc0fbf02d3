# assignment: tensors
# function: filled
# mistake: torch.full takes the type of an int value.
# kind: type taken from the fill value
# breaks: A float32 tensor of this shape, every element `value`.
# shows: filled((2, 3), 7)

def filled(shape, value):
    return torch.full(shape, value)  # wrong
