# assignment: tensors
# function: identity
# mistake: The ones stand on the diagonal from the top right to the bottom left.
# kind: the other diagonal
# breaks: ones on the diagonal, zeros everywhere else.
# shows: identity(3)

def identity(n):
    result = torch.zeros(n, n)
    for i in range(n):
        result[i, n - 1 - i] = 1.0  # wrong
    return result
