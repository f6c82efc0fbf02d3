"""Wrong turns in sharing memory with NumPy. A function's docstring is what the student reads."""


def copies(array):
    """The numbers are right, but they are copies: what is written to the array does not show in your tensor.

    `torch.tensor` always copies, and so do `torch.Tensor`, `clone` and the way through a list; NumPy's
    `ascontiguousarray` copies what is transposed. `torch.from_numpy` uses the array's own memory. (§3.10)
    """
    return torch.tensor(array)


def widens(array):
    """The tensor has another type than the array, so it cannot lie in the same memory.

    Changing the type always makes a copy. Whoever shares an array takes it as it is. (§3.10)
    """
    return torch.from_numpy(array.astype("float64"))


def flattens(array):
    """The shape is lost: all numbers stand in one row.

    A tensor over an array has the array's shape without your doing. `reshape` even copies, where the array
    does not lie row by row in memory, as a transposed one. (§3.10)
    """
    return torch.from_numpy(array.reshape(-1))


def returns_the_array(array):
    """The array itself comes back; it is no tensor yet.

    Only a tensor can be given to PyTorch's functions. `torch.from_numpy` makes one over the array's memory.
    (§3.10)
    """
    return array


def goes_the_other_way(array):
    """You call a tensor's method on an array: `numpy()` makes an array of a tensor, not the reverse.

    From array to tensor leads `torch.from_numpy`. (§3.10)
    """
    return array.numpy()


def transposes(array):
    """Rows and columns have changed places.

    The tensor should show the same element in the same place as the array does. (§3.10)
    """
    return torch.from_numpy(array.T)
