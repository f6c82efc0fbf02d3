# assignment: tensors
# function: standardize
# mistake: The middle value of each column is subtracted.
# kind: median for the mean
# breaks: every column shifted to mean 0
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [9.0, 20.0]]))

def standardize(x):
    middle = x.median(dim=0).values  # wrong
    std = x.std(dim=0)
    return (x - middle) / std
