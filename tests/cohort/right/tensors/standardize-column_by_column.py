# assignment: tensors
# function: standardize
# way: Works on the rows of the transposed table and stacks columns.
# kind: columns one after another

def standardize(x):
    def one(column):
        shifted = column - sum(column) / len(column)
        return shifted / (shifted.pow(2).sum() / (len(column) - 1)) ** 0.5

    return torch.stack([one(column) for column in x.t()], dim=1)
