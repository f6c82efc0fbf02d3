"""Wrong turns in making the identity matrix. A function's docstring is what the student reads."""


def fills_with_ones(n):
    """Every element is 1, but only those on the diagonal should be.

    A matrix of ones adds everything up when you multiply with it. The identity leaves all as it was:
    `torch.eye`. (§3.6)
    """
    return torch.ones(n, n)


def returns_the_diagonal(n):
    """Only the diagonal comes back: n ones in a row, and no matrix.

    `torch.diag` would put them into a matrix, `torch.eye` makes it at once. (§3.6)
    """
    return torch.ones(n)


def counts_in_integers(n):
    """The matrix holds integers, so it cannot be multiplied with a matrix of floats.

    The two sides of a matrix product need one type, and ours is `float32`. (§3.5.1)
    """
    return torch.eye(n, dtype=torch.int64)


def compares_indices(n):
    """The matrix holds True and False.

    Comparing row numbers with column numbers finds the diagonal; turn the answers into `float32`. (§3.5.3)
    """
    return torch.arange(n).unsqueeze(1) == torch.arange(n)


def goes_through_numpy(n):
    """The matrix holds 64-bit floats: it was made by NumPy.

    A tensor made from an array keeps the array's type, and NumPy's floats have 64 bits. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.eye(n))


def takes_the_other_diagonal(n):
    """The ones run from the upper right to the lower left.

    That matrix turns the order of things around. The identity has its ones where row and column have the same
    number. (§3.6)
    """
    return torch.eye(n).flip(0)


def numbers_the_diagonal(n):
    """On the diagonal stand 1, 2, 3 …, so every row is multiplied by its number.

    `torch.diag` puts any numbers there; the identity has ones. (§3.6)
    """
    return torch.diag(torch.arange(1, n + 1, dtype=torch.float32))


def returns_a_layer(n):
    """What comes back is a layer, not a matrix.

    `torch.nn.Identity` is a module that hands on what it is given; it holds no numbers. (§3.6)
    """
    return torch.nn.Identity(n)
