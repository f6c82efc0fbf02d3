# assignment: tensors
# function: standardize
# mistake: The mean is subtracted in place, so the caller's table changes.
# kind: centres the argument in place
# breaks: Returns a new tensor of its shape.
# shows: x = torch.tensor([[1.0, 10.0], [2.0, 30.0]]); standardize(x); x

def standardize(x):
    std = x.std(dim=0)
    x -= x.mean(dim=0)  # wrong
    return x / std
