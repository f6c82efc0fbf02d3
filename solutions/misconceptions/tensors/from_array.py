"""Mistakes in sharing memory with NumPy. The student reads a function's docstring."""


def copies(array):
    """The numbers are right, but they are copies. If you write to the array, your tensor does not change.

    `torch.tensor` always copies, and so do `torch.Tensor`, `clone` and a conversion through a list. NumPy's
    `ascontiguousarray` copies a transposed array. `torch.from_numpy` uses the array's own memory. (§3.10)
    """
    return torch.tensor(array)


def widens(array):
    """The tensor and the array have different types, so they cannot share memory.

    A change of type always makes a copy. To share memory, keep the type of the array. (§3.10)
    """
    return torch.from_numpy(array.astype("float64"))


def flattens(array):
    """The shape is lost: all numbers are in one row.

    A tensor that shares an array's memory has the array's shape already. `reshape` even copies if the array
    does not lie row by row in memory, for example after transposing. (§3.10)
    """
    return torch.from_numpy(array.reshape(-1))


def returns_the_array(array):
    """You return the array itself. It is not a tensor yet.

    PyTorch's functions take only tensors. `torch.from_numpy` makes one that uses the array's memory. (§3.10)
    """
    return array


def goes_the_other_way(array):
    """You call a tensor's method on an array: `numpy()` turns a tensor into an array, not the reverse.

    `torch.from_numpy` turns an array into a tensor. (§3.10)
    """
    return array.numpy()


def transposes(array):
    """Rows and columns have changed places.

    The tensor must have each element in the same place as the array. (§3.10)
    """
    return torch.from_numpy(array.T)
