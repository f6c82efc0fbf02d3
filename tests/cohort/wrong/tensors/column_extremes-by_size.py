# assignment: tensors
# function: column_extremes
# mistake: The largest absolute value is looked for, so a large negative number wins.
# kind: absolute value in a maximum
# breaks: The largest value of each column and its row
# shows: column_extremes(torch.tensor([[1.0, 5.0], [-4.0, 3.0]]))

def column_extremes(x):
    indices = x.abs().argmax(dim=0)  # wrong
    values = x[indices, torch.arange(x.shape[1])]
    return values, indices
