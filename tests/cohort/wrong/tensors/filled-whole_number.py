# assignment: tensors
# function: filled
# mistake: The value is converted to an int first.
# kind: fill value made a whole number
# breaks: A float32 tensor of this shape, every element `value`.
# shows: filled((2,), 0.75)

def filled(shape, value):
    return torch.ones(shape) * int(value)  # wrong
