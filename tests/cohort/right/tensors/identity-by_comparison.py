# assignment: tensors
# function: identity
# way: Compares row numbers with column numbers.
# kind: comparison by broadcasting

def identity(n):
    i = torch.arange(n)
    return (i[:, None] == i).float()
