# assignment: tensors
# function: standardize
# mistake: Each row is standardized, not each column.
# kind: wrong axis
# breaks: x with every column shifted to mean 0 and scaled to an (unbiased) standard deviation of 1.
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    mean = x.mean(dim=1, keepdim=True)  # wrong
    std = x.std(dim=1, keepdim=True)  # wrong
    return (x - mean) / std
