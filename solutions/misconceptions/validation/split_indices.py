"""Mistakes in setting readings aside. The student reads a function's docstring."""


def _right(n_samples, val_fraction, generator):
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def cuts_at_minus_zero(n_samples, val_fraction, generator):
    """If no reading should validate, all of them do, because minus zero is zero.

    `indices[:-n_val]` counts from the end, and `[:-0]` is `[:0]`, which is empty. Compute the number of
    training readings, and cut there, counting from the front. (§5.5.3)
    """
    n_val = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:-n_val], indices[-n_val:]


def keeps_the_first_ones_aside(n_samples, val_fraction, generator):
    """You validate with the first of the shuffled indices. Use the last ones.

    Your split is as good as the other, but it is not the one that the exercise describes. With the same
    generator, other people get other readings. (§5.5.3)
    """
    n_val = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[n_val:], indices[:n_val]


def trains_on_the_fraction(n_samples, val_fraction, generator):
    """You train on `val_fraction` of the readings and validate with all the others.

    The fraction says how many readings to keep for validation. Most readings are for training. (§5.5.3)
    """
    n_train = int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def returns_validation_first(n_samples, val_fraction, generator):
    """The two parts are in the wrong order: validation comes first, then training.

    Both are tensors of indices, so there is no error, but training uses the smaller part. Return
    `(train, val)`. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[n_train:], indices[:n_train]


def does_not_shuffle(n_samples, val_fraction, generator):
    """You cut the indices in their own order, without shuffling them.

    If the readings are sorted, the last ones are special, and they show little about the others. First
    shuffle with `torch.randperm`. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.arange(n_samples)
    return indices[:n_train], indices[n_train:]


def ignores_the_generator(n_samples, val_fraction, generator):
    """Your shuffle does not use the generator that the caller passed.

    Without `generator=generator`, `torch.randperm` uses PyTorch's global generator, and nobody can repeat
    your split. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples)
    return indices[:n_train], indices[n_train:]


def shuffles_twice(n_samples, val_fraction, generator):
    """The two parts come from two shuffles: some readings are in both parts, others in neither.

    A reading that trains must not validate. Make one permutation and cut it. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    train = torch.randperm(n_samples, generator=generator)[:n_train]
    return train, torch.randperm(n_samples, generator=generator)[n_train:]


def draws_with_replacement(n_samples, val_fraction, generator):
    """You draw each index at random, so some come twice and others never.

    `torch.randint` may draw the same number twice. `torch.randperm` gives every index exactly once, and a
    split needs that. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randint(n_samples, (n_samples,), generator=generator)
    return indices[:n_train], indices[n_train:]


def rounds_to_the_nearest(n_samples, val_fraction, generator):
    """You round the number of validation readings to the nearest whole number. Round it down.

    `round(1.75)` is 2, `int(1.75)` is 1. (§5.5.3)
    """
    n_train = n_samples - round(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def keeps_at_least_one_aside(n_samples, val_fraction, generator):
    """You keep one reading for validation even if the fraction gives none.

    It may look safer. But the caller has asked for `int(val_fraction * n_samples)`, and that may be zero.
    (§5.5.3)
    """
    n_train = n_samples - max(1, int(val_fraction * n_samples))
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def sorts_the_parts(n_samples, val_fraction, generator):
    """You sort the indices of each part again after the shuffle.

    The right readings are in the right part, but the exercise asks for the shuffled order. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train].sort().values, indices[n_train:].sort().values


def returns_lists(n_samples, val_fraction, generator):
    """You return Python lists. Return tensors of indices.

    Remove `tolist()`: a tensor of integers can index another tensor, as in `t_u[train]`. (§5.5.3)
    """
    n_train = n_samples - int(val_fraction * n_samples)
    indices = torch.randperm(n_samples, generator=generator).tolist()
    return indices[:n_train], indices[n_train:]


def rounds_the_training_part_down(n_samples, val_fraction, generator):
    """You round down the size of the training part, so the validation part is sometimes one too large.

    The exercise gives the size of the validation part: `int(val_fraction * n_samples)`. The rest trains.
    (§5.5.3)
    """
    n_train = int((1 - val_fraction) * n_samples)
    indices = torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]


def gives_the_generator_a_seed(n_samples, val_fraction, generator):
    """You give the generator a seed of your own, so every split is the same.

    The caller has chosen the state of the generator. Only draw from it. (§5.5.3)
    """
    generator.manual_seed(0)
    return _right(n_samples, val_fraction, generator)
