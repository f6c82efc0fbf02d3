# assignment: tensors
# function: column_extremes
# mistake: The indices are int32.
# kind: indices of 32 bits
# breaks: The indices are int64.
# shows: column_extremes(torch.tensor([[1.0, 5.0], [4.0, 3.0]]))[1].dtype

def column_extremes(x):
    values, indices = x.max(dim=0)
    return values, indices.int()  # wrong
