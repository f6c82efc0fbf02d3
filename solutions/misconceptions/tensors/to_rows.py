"""Mistakes in reshaping to rows. The student reads a function's docstring."""


def _demand(fits):
    if not fits:
        raise ValueError("the elements cannot be spread evenly")


def _right(x, n):
    _demand(x.numel() % n == 0)
    return x.reshape(n, -1)


def leaves_the_error_to_pytorch(x, n):
    """If n does not divide the number of elements, your function raises a RuntimeError. It must raise a
    ValueError.

    PyTorch raises RuntimeError for nearly everything. Test `x.numel() % n` yourself before you reshape.
    (§3.8)
    """
    return x.reshape(n, -1)


def views(x, n):
    """A transposed tensor raises an error: `view` works only if the elements lie in the right order.

    `reshape` gives a view if it can, and a copy if it must. (§3.8.4)
    """
    _demand(x.numel() % n == 0)
    return x.view(n, -1)


def leaves_it_to_view(x, n):
    """`view` raises a RuntimeError: for a transposed tensor, which is allowed, and if n does not divide.

    `reshape` copies if it must, so it accepts a transposed tensor. If n does not divide `x.numel()`, raise
    ValueError yourself before you reshape. (§3.8.4)
    """
    return x.view(n, -1)


def makes_columns(x, n):
    """There are n columns. There must be n rows.

    The first size of a shape counts rows: `(n, -1)`. A -1 means "all that is left". (§3.8)
    """
    _demand(x.numel() % n == 0)
    return x.reshape(-1, n)


def deals_the_elements_out(x, n):
    """There are n rows, but neighboring elements go to different rows, one row after the other.

    `reshape(-1, n).t()` fills columns. `reshape(n, -1)` fills one row after the other. (§3.8.2)
    """
    _demand(x.numel() % n == 0)
    return x.reshape(-1, n).t()


def looks_at_the_first_size(x, n):
    """You test whether n divides the first size. Test the number of elements.

    `len(x)` and `x.shape[0]` count along the first dimension. `x.numel()` counts all elements. (§3.8)
    """
    _demand(x.shape[0] % n == 0)
    return x.reshape(n, -1)


def drops_the_rest(x, n):
    """If n does not divide the number of elements, your function drops some of them without an error.

    Losing data without an error is the worst case. Raise ValueError. (§3.8)
    """
    size = x.numel() // n
    return x.flatten()[: size * n].reshape(n, size)


def pads_with_zeros(x, n):
    """If n does not divide the number of elements, your function fills the last row with zeros.

    These zeros are not measured, but they look like data. Raise ValueError. (§3.8)
    """
    missing = -x.numel() % n
    return torch.cat([x.flatten(), x.new_zeros(missing)]).reshape(n, -1)


def returns_none_instead(x, n):
    """If n does not divide the number of elements, your function returns nothing and raises no error.

    The caller sees an error much later, because None has no shape. Raise ValueError. (§3.8)
    """
    return x.reshape(n, -1) if x.numel() % n == 0 else None


def returns_separate_rows(x, n):
    """You return a tuple of single rows. Return one tensor of two dimensions.

    `chunk` and `split` cut a tensor into pieces. `reshape` keeps it whole. (§3.8)
    """
    _demand(x.numel() % n == 0)
    return x.flatten().chunk(n)


def returns_the_error(x, n):
    """If n does not divide the number of elements, you *return* an error. You must raise it.

    The caller takes a returned error for a normal result and continues with it. Write
    `raise ValueError(...)`. (§3.8)
    """
    return x.reshape(n, -1) if x.numel() % n == 0 else ValueError(n)
