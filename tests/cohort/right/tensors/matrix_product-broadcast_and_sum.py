# assignment: tensors
# function: matrix_product
# way: A product by broadcasting, summed over the middle dimension.
# kind: broadcasting and a sum

def matrix_product(x, y):
    return (x.unsqueeze(-1) * y.unsqueeze(-3)).sum(-2)
