# assignment: tensors
# function: hadamard
# way: einsum with the same indices, for any number of dimensions.
# kind: einsum

def hadamard(x, y):
    return torch.einsum("...,...->...", x, y)
