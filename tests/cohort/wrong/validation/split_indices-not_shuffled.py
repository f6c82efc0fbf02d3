# assignment: validation
# function: split_indices
# mistake: The indices are in their order.
# kind: not shuffled
# breaks: Shuffled indices of n_samples readings in two parts
# shows: split_indices(11, 0.2, generator())

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    indices = torch.arange(n_samples)  # wrong
    return indices[: n_samples - n_val], indices[n_samples - n_val :]
