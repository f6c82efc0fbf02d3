# assignment: tensors
# function: matrix_product
# mistake: The factors are in the wrong order.
# kind: factors swapped
# breaks: The matrix product of x (n, k) and y (k, m): a tensor (n, m).
# shows: matrix_product(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0], [7.0, 8.0]]))

def matrix_product(x, y):
    return torch.matmul(y, x)  # wrong
