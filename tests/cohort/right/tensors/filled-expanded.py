# assignment: tensors
# function: filled
# way: One number, stretched by expand.
# kind: one number expanded

def filled(shape, value):
    return torch.tensor(value, dtype=torch.float32).expand(shape)
