# assignment: validation
# function: split_indices
# mistake: The global generator shuffles, not the given one.
# kind: generator not passed on
# breaks: They come from one `torch.randperm(n_samples, generator=generator)`.
# shows: split_indices(40, 0.2, generator())

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples)  # wrong
    cut = n_samples - n_val
    return shuffled[:cut], shuffled[cut:]
