# assignment: validation
# function: split_indices
# mistake: indices[:-n_val] is empty where n_val is 0.
# kind: slice from the end at zero
# breaks: That is right until there is nothing to keep for validation: minus zero is zero.
# shows: split_indices(5, 0.1, generator())

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    return shuffled[:-n_val], shuffled[-n_val:]  # wrong
