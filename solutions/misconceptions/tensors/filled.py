"""Wrong turns in filling a tensor. A function's docstring is what the student reads."""


def leaves_the_type_to_the_value(shape, value):
    """Where the value is a whole number, the tensor holds integers.

    `torch.full` looks at the value to choose a type: 7 gives `int64`, 7.0 gives `float32`. Say which you
    want. (§3.5.1)
    """
    return torch.full(shape, value)


def fills_with_ones(shape, value):
    """Every element is 1: `value` is not used.

    `torch.ones` gives the shape; the value has still to come in, by multiplying or with `torch.full`.
    (§3.2.2)
    """
    return torch.ones(shape)


def fills_with_zeros(shape, value):
    """Every element is 0: `value` never gets in.

    `torch.zeros` makes room; then the room has to be filled. Methods that end in an underscore, like `fill_`,
    do it in place; an operation without one makes another tensor. (§3.7.2)
    """
    return torch.zeros(shape)


def makes_one_number(shape, value):
    """The result is a single number of no dimensions: `shape` is not used.

    It would be stretched where it is needed, but it is not the tensor of that shape that was asked for.
    (§3.2.2)
    """
    return torch.tensor(value, dtype=torch.float32)


def turns_the_shape_around(shape, value):
    """The sizes are in the wrong order: columns first, then rows.

    A shape is read from the outside in: `(2, 3)` is two rows of three. (§3.2.2)
    """
    return torch.full(tuple(reversed(shape)), value, dtype=torch.float32)


def fills_one_row(shape, value):
    """There is one row only: a tensor of one dimension, as long as the first size says.

    Every number in `shape` is a dimension. `torch.full`, `torch.zeros` and the like take the whole tuple.
    (§3.2.2)
    """
    return torch.full(shape[:1], value, dtype=torch.float32)


def returns_lists(shape, value):
    """Nested lists come back, not a tensor.

    Lists cannot be added or multiplied element by element, and live on no GPU. Make the tensor in one call.
    (§3.2.1)
    """
    return torch.full(shape, value, dtype=torch.float32).tolist()
