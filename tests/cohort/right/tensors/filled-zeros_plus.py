# assignment: tensors
# function: filled
# way: Zeros plus the value.
# kind: zeros plus a number

def filled(shape, value):
    return torch.zeros(*shape) + value if shape else torch.tensor(float(value))
