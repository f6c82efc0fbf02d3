# assignment: tensors
# function: standardize
# mistake: One mean and one deviation are used for the whole table.
# kind: one mean for the whole table
# breaks: Each column is shifted to mean 0 and scaled to standard deviation 1.
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    mean = x.mean()  # wrong
    std = x.std()  # wrong
    return (x - mean) / std
