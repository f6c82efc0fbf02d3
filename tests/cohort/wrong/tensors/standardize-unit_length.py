# assignment: tensors
# function: standardize
# mistake: The sum of squares is not divided at all, so the columns have length 1.
# kind: square root of a sum of squares
# breaks: scaled to an (unbiased) standard deviation of 1.
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    centred = x - x.mean(dim=0)
    length = centred.norm(dim=0)  # wrong
    return centred / length
