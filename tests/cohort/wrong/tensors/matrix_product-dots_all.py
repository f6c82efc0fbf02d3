# assignment: tensors
# function: matrix_product
# mistake: tensordot pairs every matrix of x with every matrix of y.
# kind: tensordot for a batch
# breaks: the product of each pair of matrices: a tensor (b, n, m).
# shows: matrix_product(torch.ones(2, 3, 4), torch.ones(2, 4, 5)).shape

def matrix_product(x, y):
    return torch.tensordot(x, y, dims=([-1], [-2]))  # wrong
