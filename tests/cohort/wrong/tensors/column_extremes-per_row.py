# assignment: tensors
# function: column_extremes
# mistake: The largest value of each row is taken.
# kind: maximum of the rows
# breaks: The largest value of each column and its row: (values, indices), two tensors (columns,).
# shows: column_extremes(torch.tensor([[1.0, 5.0, 2.0], [4.0, 3.0, 6.0]]))

def column_extremes(x):
    values, indices = x.max(dim=1)  # wrong
    return values, indices
