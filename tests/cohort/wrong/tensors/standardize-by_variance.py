# assignment: tensors
# function: standardize
# mistake: Divides by the variance; the square root is missing.
# kind: variance for the deviation
# breaks: scaled to an (unbiased) standard deviation of 1.
# shows: standardize(torch.tensor([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0]]))

def standardize(x):
    mean = x.mean(dim=0)
    spread = x.var(dim=0)  # wrong
    return (x - mean) / spread
