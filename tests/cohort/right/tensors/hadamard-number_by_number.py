# assignment: tensors
# function: hadamard
# way: Flattens, multiplies number by number, and gives the shape back.
# kind: loop over numbers

def hadamard(x, y):
    pairs = zip(x.reshape(-1), y.reshape(-1))
    products = [a * b for a, b in pairs]
    return torch.stack(products).reshape(x.shape) if products else torch.empty_like(x)
