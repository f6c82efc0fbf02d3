# assignment: tensors
# function: hadamard
# mistake: The second argument is not used.
# kind: x multiplied by itself
# breaks: The product element by element. x, y: tensors of one shape.
# shows: hadamard(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))

def hadamard(x, y):
    return torch.mul(x, x)  # wrong
