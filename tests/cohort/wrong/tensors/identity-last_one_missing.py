# assignment: tensors
# function: identity
# mistake: The loop ends one before the last row.
# kind: last element of a diagonal forgotten
# breaks: ones on the diagonal, zeros everywhere else.
# shows: identity(3)

def identity(n):
    result = torch.zeros(n, n)
    for i in range(n - 1):  # wrong
        result[i, i] = 1.0
    return result
