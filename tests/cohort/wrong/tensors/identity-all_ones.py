# assignment: tensors
# function: identity
# mistake: Every element is one, not only those on the diagonal.
# kind: ones for the identity
# breaks: ones on the diagonal, zeros everywhere else.
# shows: identity(3)

def identity(n):
    return torch.ones(n, n)  # wrong
