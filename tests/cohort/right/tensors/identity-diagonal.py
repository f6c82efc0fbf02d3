# assignment: tensors
# function: identity
# way: Fills the diagonal of zeros in place.
# kind: diagonal filled

def identity(n):
    return torch.zeros((n, n)).fill_diagonal_(1)
