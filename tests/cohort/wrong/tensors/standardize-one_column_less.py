# assignment: tensors
# function: standardize
# mistake: The loop leaves the last column as it was.
# kind: loop over columns one short
# breaks: x with every column shifted to mean 0
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    result = x.clone()
    for j in range(x.shape[1] - 1):  # wrong
        column = x[:, j]
        result[:, j] = (column - column.mean()) / column.std()
    return result
