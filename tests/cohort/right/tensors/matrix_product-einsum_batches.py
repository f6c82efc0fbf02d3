# assignment: tensors
# function: matrix_product
# way: einsum, one rule for both cases.
# kind: einsum with batches

matrix_product = lambda x, y: torch.einsum("...nk,...km->...nm", x, y)
