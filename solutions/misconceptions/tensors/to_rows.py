"""Wrong turns in reshaping to rows. A function's docstring is what the student reads."""


def _demand(fits):
    if not fits:
        raise ValueError("the elements cannot be spread evenly")


def _right(x, n):
    _demand(x.numel() % n == 0)
    return x.reshape(n, -1)


def leaves_the_error_to_pytorch(x, n):
    """Where n does not divide the number of elements, a RuntimeError is raised; ValueError is wanted.

    PyTorch raises RuntimeError for nearly everything. Look at `x.numel() % n` yourself, before you reshape.
    (§3.8)
    """
    return x.reshape(n, -1)


def views(x, n):
    """A transposed tensor raises an error: `view` works only where the elements lie in the right order.

    `reshape` gives a view where it can and copies where it must. (§3.8.4)
    """
    _demand(x.numel() % n == 0)
    return x.view(n, -1)


def leaves_it_to_view(x, n):
    """`view` raises RuntimeError: for a transposed tensor, where there is no error, and where n does not
    divide.

    `reshape` copies where it must, so a transposed tensor is none of its worries. And where n does not divide
    `x.numel()`, raise ValueError yourself, before you reshape. (§3.8.4)
    """
    return x.view(n, -1)


def makes_columns(x, n):
    """There are n columns, not n rows.

    The first size of a shape counts rows: `(n, -1)`, where -1 stands for "whatever is left". (§3.8)
    """
    _demand(x.numel() % n == 0)
    return x.reshape(-1, n)


def deals_the_elements_out(x, n):
    """There are n rows, but the elements are dealt to them in turn, like cards.

    `reshape(-1, n).t()` fills columns. `reshape(n, -1)` fills one row after the other. (§3.8.2)
    """
    _demand(x.numel() % n == 0)
    return x.reshape(-1, n).t()


def looks_at_the_first_size(x, n):
    """The first size is asked for whether n divides it; what counts is the number of elements.

    `len(x)` and `x.shape[0]` count along the first dimension, `x.numel()` counts everything. (§3.8)
    """
    _demand(x.shape[0] % n == 0)
    return x.reshape(n, -1)


def drops_the_rest(x, n):
    """Where n does not divide the number of elements, some of them are dropped without a word.

    Losing data silently is the worst of all. Raise ValueError. (§3.8)
    """
    size = x.numel() // n
    return x.flatten()[: size * n].reshape(n, size)


def pads_with_zeros(x, n):
    """Where n does not divide the number of elements, the last row is filled up with zeros.

    Zeros that nobody measured look like data. Raise ValueError. (§3.8)
    """
    missing = -x.numel() % n
    return torch.cat([x.flatten(), x.new_zeros(missing)]).reshape(n, -1)


def returns_none_instead(x, n):
    """Where n does not divide the number of elements, nothing comes back, and nothing is raised.

    Whoever called learns of it only later, when None has no shape. Raise ValueError. (§3.8)
    """
    return x.reshape(n, -1) if x.numel() % n == 0 else None


def returns_separate_rows(x, n):
    """The rows come one by one in a tuple; one tensor of two dimensions is wanted.

    `chunk` and `split` take a tensor apart. `reshape` leaves it whole. (§3.8)
    """
    _demand(x.numel() % n == 0)
    return x.flatten().chunk(n)


def returns_the_error(x, n):
    """Where n does not divide the number of elements, an error is *returned*; it has to be raised.

    What is returned is a value like any other, and whoever called goes on with it. Write
    `raise ValueError(...)`. (§3.8)
    """
    return x.reshape(n, -1) if x.numel() % n == 0 else ValueError(n)
