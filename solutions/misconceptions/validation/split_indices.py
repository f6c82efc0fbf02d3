"""Wrong turns in setting readings aside. A function's docstring is what the student reads."""


def _right(n_samples, val_fraction, generator):
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def cuts_at_minus_zero(n_samples, val_fraction, generator):
    """Where no reading is to validate, all of them do: minus zero is zero.

    `indices[:-n_val]` counts from the end, and `[:-0]` is `[:0]`, nothing at all. Compute how many train, and
    cut there, counting from the front. (§5.5.3)
    """
    n_val = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:-n_val], indices[-n_val:]


def keeps_the_first_ones_aside(n_samples, val_fraction, generator):
    """The first of the shuffled indices validate; the last ones are asked for.

    It is as good a split as the other, but not the one that was agreed on: whoever repeats it with the same
    generator gets other readings. (§5.5.3)
    """
    n_val = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[n_val:], indices[:n_val]


def trains_on_the_fraction(n_samples, val_fraction, generator):
    """`val_fraction` of the readings train, and all the others validate.

    The fraction says how many are kept aside. Most readings are there to learn from. (§5.5.3)
    """
    n_train = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def returns_validation_first(n_samples, val_fraction, generator):
    """The two parts come back in the wrong order: first validation, then training.

    Both are tensors of indices, so nothing complains, and the training runs on the few. Return
    `(train, val)`. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[n_train:], indices[:n_train]


def does_not_shuffle(n_samples, val_fraction, generator):
    """The indices are cut in their own order, without a shuffle.

    Where readings are sorted, the last ones are of a special kind, and say little about the others. Shuffle
    with `torch.randperm` first. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.arange(n_samples)
    return indices[:n_train], indices[n_train:]


def ignores_the_generator(n_samples, val_fraction, generator):
    """The shuffle does not use the generator that was passed.

    Without `generator=generator`, `torch.randperm` draws from PyTorch's global generator, and nobody can
    repeat your split. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples)
    return indices[:n_train], indices[n_train:]


def shuffles_twice(n_samples, val_fraction, generator):
    """The two parts come from two shuffles: some readings are in both, others in none.

    A reading that trains must not validate. Draw one permutation and cut it. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    train = torch.randperm(n_samples, generator=generator)[:n_train]
    return train, torch.randperm(n_samples, generator=generator)[n_train:]


def draws_with_replacement(n_samples, val_fraction, generator):
    """The indices are drawn at random with repetition, so some come twice and others never.

    `torch.randint` throws dice; `torch.randperm` shuffles cards. A split needs every index exactly
    once. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randint(n_samples, (n_samples,), generator=generator)
    return indices[:n_train], indices[n_train:]


def rounds_to_the_nearest(n_samples, val_fraction, generator):
    """The number of readings kept aside is rounded to the nearest; it is to be rounded down.

    `round(1.75)` is 2, `int(1.75)` is 1. (§5.5.3)
    """
    n_train = n_samples - round(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def keeps_at_least_one_aside(n_samples, val_fraction, generator):
    """One reading is kept aside also where the fraction gives none.

    It may look safer, but the caller has asked for `int(val_fraction * n_samples)`, and that may be
    zero. (§5.5.3)
    """
    n_train = n_samples - max(1, int(val_fraction * n_samples))
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def sorts_the_parts(n_samples, val_fraction, generator):
    """The indices of each part are sorted again after the shuffle.

    The right readings are in the right part, but not in the shuffled order that was asked for. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train].sort().values, indices[n_train:].sort().values


def returns_lists(n_samples, val_fraction, generator):
    """You return Python lists; tensors of indices are asked for.

    `tolist()` is not needed: a tensor of integers picks from another tensor as `t_u[train]`. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator).tolist()
    return indices[:n_train], indices[n_train:]
