# assignment: validation
# function: split_indices
# mistake: The training part is rounded down, so the validation part is rounded up.
# kind: training part rounded down
# breaks: Its last `int(val_fraction * n_samples)` indices validate
# shows: [len(part) for part in split_indices(11, 0.2, generator())]

def split_indices(n_samples, val_fraction, generator):
    n_train = int((1 - val_fraction) * n_samples)  # wrong
    shuffled = torch.randperm(n_samples, generator=generator)
    return shuffled[:n_train], shuffled[n_train:]
