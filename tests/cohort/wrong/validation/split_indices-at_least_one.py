# assignment: validation
# function: split_indices
# mistake: At least one index validates.
# kind: at least one for validation
# breaks: indices validate, which may be none.
# shows: [len(part) for part in split_indices(4, 0.1, generator())]

def split_indices(n_samples, val_fraction, generator):
    n_val = max(1, int(val_fraction * n_samples))  # wrong
    shuffled = torch.randperm(n_samples, generator=generator)
    cut = n_samples - n_val
    return shuffled[:cut], shuffled[cut:]
