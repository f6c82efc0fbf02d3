# assignment: tensors
# function: hadamard
# mistake: The products are added up to one number.
# kind: sums the products
# breaks: The result has that shape.
# shows: hadamard(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])).shape

def hadamard(x, y):
    products = x * y
    return products.sum(-1)  # wrong
