# assignment: validation
# function: split_indices
# mistake: The first indices validate, not the last.
# kind: first indices validate
# breaks: Its last `int(val_fraction * n_samples)` indices validate, which may be none.
# shows: split_indices(11, 0.2, generator())

def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    return shuffled[n_val:], shuffled[:n_val]  # wrong
