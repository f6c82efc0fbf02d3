# assignment: tensors
# function: filled
# mistake: The shape is reversed, columns before rows.
# kind: shape turned round
# breaks: A float32 tensor of this shape, every element `value`.
# shows: filled((2, 3), 1.5).shape

def filled(shape, value):
    result = torch.empty(shape[::-1])  # wrong
    result.fill_(value)
    return result
