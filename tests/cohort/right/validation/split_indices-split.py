# assignment: validation
# function: split_indices
# way: torch.split with two lengths.
# kind: torch.split

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    train, val = torch.randperm(n_samples, generator=generator).split([n_samples - n_val, n_val])
    return train, val
