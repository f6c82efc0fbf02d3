# assignment: validation
# function: split_indices
# mistake: The generator is seeded, so its own state does not count.
# kind: generator seeded again
# breaks: With your own generator, you can repeat the shuffle.
# shows: split_indices(11, 0.4, generator(5))

def split_indices(n_samples, val_fraction, generator):
    generator.manual_seed(0)  # wrong
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    cut = n_samples - n_val
    return shuffled[:cut], shuffled[cut:]
