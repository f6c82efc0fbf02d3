# assignment: validation
# function: split_indices
# mistake: Both parts are sorted for reading.
# kind: parts sorted
# breaks: Those before them train.
# shows: split_indices(11, 0.4, generator())

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    cut = n_samples - n_val
    return shuffled[:cut].sort().values, shuffled[cut:].sort().values  # wrong
