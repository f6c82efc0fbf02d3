"""Mistakes in making a tensor of a list. The student reads a function's docstring."""


def leaves_the_type_to_the_list(data):
    """A list of whole numbers becomes a tensor of 64-bit integers, because the type comes from the list.

    Integers have no mean and no gradient. The error appears much later, in another function. Write
    `dtype=torch.float32` when you make the tensor. (§3.5.1)
    """
    return torch.tensor(data)


def asks_for_doubles(data):
    """The tensor holds 64-bit floats. It must hold 32-bit floats.

    Training uses `float32`: it needs half the memory, and most devices are much faster with it.
    `torch.double` and normal NumPy arrays of floats have 64 bits. (§3.5.2)
    """
    return torch.tensor(data, dtype=torch.float64)


def goes_through_numpy(data):
    """You make a NumPy array first, and the tensor takes its type: `float64` or `int64`.

    NumPy uses 64 bits by default, PyTorch 32. The array is not needed: `torch.tensor` takes the list itself
    and a `dtype`. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.array(data))


def returns_an_array(data):
    """You return a NumPy array, not a tensor.

    The two look almost the same when you print them. But an array has no gradients and cannot be on a GPU.
    (§3.10)
    """
    import numpy

    return numpy.array(data, dtype=numpy.float32)


def cuts_the_decimals(data):
    """The digits after the decimal point are lost: you turned the numbers into integers first.

    1.5 as an integer is 1, and turning it back into a float does not restore the half. Ask for `float32`
    directly. (§3.5.3)
    """
    return torch.tensor(data, dtype=torch.int64).float()


def flattens(data):
    """All numbers are in one row: the shape of the nested list is lost.

    A list of lists has rows and columns. `torch.tensor` keeps them, however deep the lists are nested.
    (§3.2.1)
    """
    return torch.tensor(data, dtype=torch.float32).flatten()


def wraps_once_more(data):
    """The tensor has one dimension too many: you put the list into another list.

    `torch.tensor([data])` makes a batch of one. `data` has its brackets already. (§3.2.1)
    """
    return torch.tensor([data], dtype=torch.float32)


def expects_rows(data):
    """You take the list for a list of rows. A flat list of numbers raises an error.

    The list may have any number of levels. `torch.tensor` takes all of them. (§3.2)
    """
    return torch.tensor([[float(number) for number in row] for row in data])
