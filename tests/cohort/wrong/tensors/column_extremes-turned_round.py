# assignment: tensors
# function: column_extremes
# mistake: The indices come first.
# kind: returned values in the wrong order
# breaks: (values, indices), two tensors (columns,).
# shows: column_extremes(torch.tensor([[1.0, 5.0], [4.0, 3.0]]))

def column_extremes(x):
    values, indices = x.max(dim=0)
    return indices, values  # wrong
