# assignment: validation
# function: split_indices
# mistake: The number is rounded to the nearest.
# kind: rounded to the nearest for int
# breaks: `int(val_fraction * n_samples)`
# shows: [len(part) for part in split_indices(11, 0.25, generator())]

def split_indices(n_samples, val_fraction, generator):
    n_val = round(val_fraction * n_samples)  # wrong
    shuffled = torch.randperm(n_samples, generator=generator)
    return shuffled[: n_samples - n_val], shuffled[n_samples - n_val :]
