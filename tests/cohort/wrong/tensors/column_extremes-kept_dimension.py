# assignment: tensors
# function: column_extremes
# mistake: The results keep the dimension of the rows.
# kind: dimension kept
# breaks: two tensors (columns,).
# shows: column_extremes(torch.tensor([[1.0, 5.0], [4.0, 3.0]]))[0].shape

def column_extremes(x):
    values, indices = x.max(dim=0, keepdim=True)  # wrong
    return values, indices
