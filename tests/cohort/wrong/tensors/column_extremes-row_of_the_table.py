# assignment: tensors
# function: column_extremes
# mistake: The index counts through the flattened table.
# kind: index in the flattened table
# breaks: The largest value of each column and its row
# shows: column_extremes(torch.tensor([[1.0, 5.0], [4.0, 3.0]]))[1]

def column_extremes(x):
    values, rows = x.max(dim=0)
    columns = torch.arange(x.shape[1], device=x.device)
    indices = rows * x.shape[1] + columns  # wrong
    return values, indices
