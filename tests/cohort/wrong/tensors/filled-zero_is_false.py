# assignment: tensors
# function: filled
# mistake: A value of 0 counts as no value and becomes 1.
# kind: zero taken for absent
# breaks: A float32 tensor of this shape, every element `value`.
# shows: filled((3,), 0.0)

def filled(shape, value):
    return torch.full(shape, value or 1, dtype=torch.float32)  # wrong
