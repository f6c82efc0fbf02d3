# assignment: validation
# function: split_indices
# way: Through Python lists, with negative slices guarded.
# kind: through lists

def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator).tolist()
    n_val = int(val_fraction * n_samples)
    parts = (order[:-n_val], order[-n_val:]) if n_val else (order, [])
    return tuple(torch.tensor(part, dtype=torch.int64) for part in parts)
