# assignment: tensors
# function: matrix_product
# mistake: torch.mm does not take batches.
# kind: function that knows no batch
# breaks: For batches x (b, n, k) and y (b, k, m), the product of each pair of matrices: a tensor (b, n, m).
# shows: matrix_product(torch.ones(2, 3, 4), torch.ones(2, 4, 5))

def matrix_product(x, y):
    return torch.mm(x, y)  # wrong
