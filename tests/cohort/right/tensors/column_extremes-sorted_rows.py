# assignment: tensors
# function: column_extremes
# way: Sorts every column downwards and takes the first.
# kind: sorts

def column_extremes(x):
    ordered, rows = torch.sort(x, dim=0, descending=True)
    return ordered[0], rows[0]
