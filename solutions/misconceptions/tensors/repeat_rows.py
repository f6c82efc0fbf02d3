"""Mistakes in repeating a row without copying it. The student reads a function's docstring."""


def copies(x, n):
    """The rows are right, but they are not in the memory of `x`: you made a copy.

    `repeat`, `tile`, `stack`, `cat` and `clone` copy. `expand` makes a view: all its rows use the memory of
    `x`. (§3.8)
    """
    return x.repeat(n, 1)


def makes_columns(x, n):
    """`x` is in the columns, not in the rows.

    A tensor (k, 1) is stretched to the right. To stretch it down, make `x` a row: (1, k). (§5.3.1)
    """
    return x.unsqueeze(1).expand(-1, n)


def repeats_in_one_row(x, n):
    """All copies are in one long row.

    `x.repeat(n)` repeats along the dimension that is there. Add a new dimension at the front. (§3.8)
    """
    return x.repeat(n)


def repeats_each_element(x, n):
    """You repeat each element, not the row: the result begins with n times the first element.

    `repeat_interleave` does that. (§3.8)
    """
    return x.repeat_interleave(n).reshape(n, -1)


def forgets_the_length(x, n):
    """You give `expand` only one size, so it tries to stretch `x` itself to that size.

    It needs all sizes of the result: `(n, k)`. A -1 means "keep this size". (§3.8)
    """
    return x.expand(n)


def makes_one_row(x, n):
    """There is only one row: you do not use `n`.

    `unsqueeze(0)` gives `x` a dimension of size 1. Then `expand` stretches it. (§3.8)
    """
    return x.unsqueeze(0)


def returns_a_list(x, n):
    """You return a list that holds the same tensor n times. Return one tensor (n, k).

    The list copies nothing, either. But it has no shape, and you cannot compute with it. (§3.8)
    """
    return [x] * n
