# assignment: tensors
# function: identity
# mistake: The matrix holds integers.
# kind: integer identity
# breaks: The n×n identity matrix: a float32 tensor (n, n).
# shows: identity(2)

def identity(n):
    return torch.eye(n, dtype=torch.int)  # wrong
