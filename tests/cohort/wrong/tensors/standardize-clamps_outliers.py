# assignment: tensors
# function: standardize
# mistake: Results are clamped to two deviations.
# kind: clamped to a usual range
# breaks: scaled to an (unbiased) standard deviation of 1.
# shows: standardize(torch.tensor([[0.0], [0.0], [0.1], [0.0], [0.0], [0.0], [0.0], [9.0]]))

def standardize(x):
    mean, std = x.mean(dim=0), x.std(dim=0)
    scores = (x - mean) / std
    return scores.clamp(-2, 2)  # wrong
