# assignment: validation
# function: split_indices
# mistake: Each part comes from its own shuffle, so an index can be in both.
# kind: two shuffles for one
# breaks: They come from one `torch.randperm(n_samples, generator=generator)`.
# shows: split_indices(11, 0.4, generator())

def split_indices(n_samples, val_fraction, generator):
    cut = n_samples - int(val_fraction * n_samples)
    train = torch.randperm(n_samples, generator=generator)[:cut]
    val = torch.randperm(n_samples, generator=generator)[cut:]  # wrong
    return train, val
