"""Mistakes in filling a tensor. The student reads a function's docstring."""


def leaves_the_type_to_the_value(shape, value):
    """If the value is a whole number, the tensor holds integers.

    `torch.full` takes the type from the value: 7 gives `int64`, 7.0 gives `float32`. Say which type you want.
    (§3.5.1)
    """
    return torch.full(shape, value)


def fills_with_ones(shape, value):
    """Every element is 1: you do not use `value`.

    `torch.ones` gives the shape. Then use the value: multiply by it, or call `torch.full`. (§3.2.2)
    """
    return torch.ones(shape)


def fills_with_zeros(shape, value):
    """Every element is 0: the tensor never gets `value`.

    `torch.zeros` makes the tensor, and then you must fill it. A method that ends in an underscore, like
    `fill_`, works in place. An operation without the underscore makes another tensor. (§3.7.2)
    """
    return torch.zeros(shape)


def makes_one_number(shape, value):
    """The result is a single number without dimensions: you do not use `shape`.

    Broadcasting would stretch it later. But the function must return a tensor of the given shape. (§3.2.2)
    """
    return torch.tensor(value, dtype=torch.float32)


def turns_the_shape_around(shape, value):
    """The sizes are in the wrong order: columns first, then rows.

    Read a shape from the outside to the inside: `(2, 3)` is two rows of three. (§3.2.2)
    """
    return torch.full(tuple(reversed(shape)), value, dtype=torch.float32)


def fills_one_row(shape, value):
    """There is only one row: a tensor of one dimension, with the length of the first size.

    Every number in `shape` is a dimension. Functions such as `torch.full` and `torch.zeros` take the whole
    tuple. (§3.2.2)
    """
    return torch.full(shape[:1], value, dtype=torch.float32)


def returns_lists(shape, value):
    """You return nested lists, not a tensor.

    Python cannot add or multiply lists element by element, and a list cannot be on a GPU. Make the tensor in
    one call. (§3.2.1)
    """
    return torch.full(shape, value, dtype=torch.float32).tolist()
