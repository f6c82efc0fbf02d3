# assignment: tensors
# function: standardize
# mistake: A hundredth is added to the deviation, so columns of small numbers end below 1.
# kind: a number added to the divisor
# breaks: scaled to an (unbiased) standard deviation of 1.
# shows: standardize(torch.tensor([[0.01, 1.0], [0.02, 3.0], [0.04, 2.0]]))

def standardize(x):
    mean = x.mean(dim=0)
    std = x.std(dim=0) + 0.01  # wrong
    return (x - mean) / std
