# assignment: tensors
# function: hadamard
# mistake: @ is the matrix product.
# kind: matrix product for the Hadamard product
# breaks: multiplies each element by the one in the same place.
# shows: hadamard(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0], [7.0, 8.0]]))

def hadamard(x, y):
    return x @ y  # wrong
