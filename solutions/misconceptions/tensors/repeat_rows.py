"""Wrong turns in repeating a row without copying it. A function's docstring is what the student reads."""


def copies(x, n):
    """The rows are right, but they are copies: n times the memory, for nothing.

    `repeat`, `tile`, `stack` and `cat` copy. `expand` makes a view whose rows all lie in the memory of `x`.
    (§3.8)
    """
    return x.repeat(n, 1)


def makes_columns(x, n):
    """`x` stands in the columns, not in the rows.

    A tensor (k, 1) is stretched to the right; to be stretched downwards, `x` has to lie: (1, k). (§5.3.1)
    """
    return x.unsqueeze(1).expand(-1, n)


def repeats_in_one_row(x, n):
    """All copies stand in one long row.

    `x.repeat(n)` repeats along the dimension that is there. A new one is needed in front of it. (§3.8)
    """
    return x.repeat(n)


def repeats_each_element(x, n):
    """Each element is repeated, not the row: it begins with n times the first.

    That is `repeat_interleave`. (§3.8)
    """
    return x.repeat_interleave(n).reshape(n, -1)


def forgets_the_length(x, n):
    """`expand` is told one size only, and tries to stretch `x` itself to that.

    It wants all sizes of the result: `(n, k)`, where -1 stands for "as it is". (§3.8)
    """
    return x.expand(n)


def makes_one_row(x, n):
    """There is one row only: `n` is not used.

    `unsqueeze(0)` gives `x` a dimension of size 1; `expand` stretches it. (§3.8)
    """
    return x.unsqueeze(0)


def returns_a_list(x, n):
    """A list of n times the same tensor comes back; one tensor (n, k) is wanted.

    Nothing is copied in that list, either, but it has no shape and cannot be computed with. (§3.8)
    """
    return [x] * n
