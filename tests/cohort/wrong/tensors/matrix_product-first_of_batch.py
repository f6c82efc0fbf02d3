# assignment: tensors
# function: matrix_product
# mistake: In a batch, every product uses the first matrix of y.
# kind: only the first of a batch
# breaks: the product of each pair of matrices: a tensor (b, n, m).
# shows: matrix_product(torch.ones(2, 1, 1), torch.tensor([[[1.0]], [[2.0]]]))

def matrix_product(x, y):
    if x.ndim == 3:
        y = y[0]  # wrong
    return x @ y
