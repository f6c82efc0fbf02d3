# assignment: tensors
# function: from_list
# mistake: The tensor is float64, as Python's floats are.
# kind: float64 asked for
# breaks: The nested list `data` of numbers as a float32 tensor of the same shape.
# shows: from_list([0.5, 1.25])

def from_list(data):
    return torch.tensor(data, dtype=torch.double)  # wrong
