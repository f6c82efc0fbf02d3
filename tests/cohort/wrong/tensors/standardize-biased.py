# assignment: tensors
# function: standardize
# mistake: The standard deviation divides by the number of rows.
# kind: biased standard deviation
# breaks: Use the unbiased standard deviation, which divides by the number of rows minus one.
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    centred = x - x.mean(dim=0)
    variance = (centred**2).mean(dim=0)  # wrong
    return centred / variance.sqrt()
