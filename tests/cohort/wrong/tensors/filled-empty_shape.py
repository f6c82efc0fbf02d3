# assignment: tensors
# function: filled
# mistake: For an empty shape, it makes a tensor of one dimension.
# kind: empty shape replaced by one element
# breaks: A float32 tensor of this shape, every element `value`.
# shows: filled((), 2.5).shape

def filled(shape, value):
    shape = shape or (1,)  # wrong
    return torch.full(shape, value, dtype=torch.float32)
