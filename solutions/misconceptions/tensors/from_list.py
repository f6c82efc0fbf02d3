"""Wrong turns in making a tensor of a list. A function's docstring is what the student reads."""


def leaves_the_type_to_the_list(data):
    """A list of whole numbers becomes a tensor of 64-bit integers: its type is taken from the list.

    Integers have no mean and no gradient, and the error comes much later, in another function. Say
    `dtype=torch.float32` when you make the tensor. (§3.5.1)
    """
    return torch.tensor(data)


def asks_for_doubles(data):
    """The tensor holds 64-bit floats.

    Training is done in `float32`: half the memory, and most devices are far faster with it. `torch.double`,
    and every plain NumPy array of floats, has twice the bits. (§3.5.2)
    """
    return torch.tensor(data, dtype=torch.float64)


def goes_through_numpy(data):
    """The list becomes a NumPy array first, and the tensor takes over its type: `float64` or `int64`.

    NumPy counts in 64 bits unless told otherwise, PyTorch in 32. The detour is not needed: `torch.tensor`
    takes the list itself, and a `dtype`. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.array(data))


def returns_an_array(data):
    """What comes back is a NumPy array, not a tensor.

    The two look alike when printed, but an array knows no gradients and no GPU. (§3.10)
    """
    import numpy

    return numpy.array(data, dtype=numpy.float32)


def cuts_the_decimals(data):
    """The decimals are gone: the numbers went through an integer type.

    Turning 1.5 into an integer leaves 1, and turning it back into a float does not bring the half back. Ask
    for `float32` at once. (§3.5.3)
    """
    return torch.tensor(data, dtype=torch.int64).float()


def flattens(data):
    """All numbers end up in one row: the shape of the nested list is lost.

    A list of lists has rows and columns, and `torch.tensor` keeps them, however deeply the lists are nested.
    (§3.2.1)
    """
    return torch.tensor(data, dtype=torch.float32).flatten()


def wraps_once_more(data):
    """The tensor has one dimension too many: the list was put into another list.

    `torch.tensor([data])` is a batch of one. `data` has its brackets already. (§3.2.1)
    """
    return torch.tensor([data], dtype=torch.float32)
