"""Wrong turns in adding everything to everything. A function's docstring is what the student reads."""


def adds_one_by_one(x, y):
    """Each element is added to its partner: lengths that differ are an error, equal ones give no table.

    For the rules to stretch both, `x` has to stand upright, (k, 1), while `y` lies, (m,). (§5.3.1)
    """
    return x + y


def turns_the_table_around(x, y):
    """Rows and columns have changed places: `x` runs along the rows here.

    Element (i, j) is `x[i] + y[j]`: `x` chooses the row, so it is `x` that stands upright. (§5.3.1)
    """
    return x + y.unsqueeze(1)


def multiplies(x, y):
    """This is the outer product: the elements are multiplied.

    `torch.outer` has no sister for sums. Broadcasting does the same with any operation. (§5.3.1)
    """
    return torch.outer(x, y)


def stands_both_upright(x, y):
    """Both stand upright, (k, 1) and (m, 1): nothing is stretched, and the sizes do not fit.

    One of the two has to lie. (§5.3.1)
    """
    return x.unsqueeze(1) + y.unsqueeze(1)


def lays_both_down(x, y):
    """Both lie, (1, k) and (1, m): nothing is stretched, and the sizes do not fit.

    `unsqueeze(0)` adds a dimension in front, which broadcasting does by itself. `x` needs one behind: (k, 1).
    (§5.3.1)
    """
    return x.unsqueeze(0) + y.unsqueeze(0)


def subtracts(x, y):
    """The elements are subtracted: a table of differences.

    The sum is wanted. (§5.3.1)
    """
    return x.unsqueeze(1) - y


def flattens(x, y):
    """All sums are there, but in one long row; a table (k, m) is wanted.

    Leave out the step that flattens: after broadcasting the shape is right. (§5.3.1)
    """
    return (x.unsqueeze(1) + y).flatten()


def puts_them_one_after_the_other(x, y):
    """The two are put one after the other; nothing is added.

    `torch.cat` joins tensors, as `+` does with Python lists. With tensors, `+` adds. (§5.3.1)
    """
    return torch.cat([x, y])
