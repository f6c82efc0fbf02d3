"""Mistakes in making the identity matrix. The student reads a function's docstring."""


def fills_with_ones(n):
    """Every element is 1, but only the elements on the diagonal should be 1.

    If you multiply by a matrix of ones, it adds everything up. The identity changes nothing: use `torch.eye`.
    (§3.6)
    """
    return torch.ones(n, n)


def returns_the_diagonal(n):
    """You return only the diagonal: n ones in a row, and not a matrix.

    `torch.diag` would put them into a matrix. `torch.eye` makes the matrix directly. (§3.6)
    """
    return torch.ones(n)


def counts_in_integers(n):
    """The matrix holds integers, so you cannot multiply it by a matrix of floats.

    Both sides of a matrix product need the same type. Here that type is `float32`. (§3.5.1)
    """
    return torch.eye(n, dtype=torch.int64)


def compares_indices(n):
    """The matrix holds True and False. It must hold numbers.

    Comparing row numbers with column numbers finds the diagonal. Then turn the answers into `float32`.
    (§3.5.3)
    """
    return torch.arange(n).unsqueeze(1) == torch.arange(n)


def goes_through_numpy(n):
    """The matrix holds 64-bit floats, because NumPy made it.

    A tensor made from an array keeps the array's type, and NumPy's floats have 64 bits. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.eye(n))


def takes_the_other_diagonal(n):
    """The ones run from the upper right to the lower left.

    That matrix reverses the order. The identity has its ones where row and column have the same number.
    (§3.6)
    """
    return torch.eye(n).flip(0)


def numbers_the_diagonal(n):
    """The diagonal holds 1, 2, 3 …, so each row is multiplied by its number.

    `torch.diag` takes any numbers. The identity needs ones. (§3.6)
    """
    return torch.diag(torch.arange(1, n + 1, dtype=torch.float32))


def returns_a_layer(n):
    """You return a layer, not a matrix.

    `torch.nn.Identity` is a module that returns its input. It holds no numbers. (§3.6)
    """
    return torch.nn.Identity(n)
