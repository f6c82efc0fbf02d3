"""Mistakes in adding everything to everything. The student reads a function's docstring."""


def adds_one_by_one(x, y):
    """You add elements in the same place: different lengths raise an error, and equal lengths give no table.

    For broadcasting to stretch both, `x` must be a column, (k, 1), and `y` a row, (m,). (§5.3.1)
    """
    return x + y


def turns_the_table_around(x, y):
    """Rows and columns have changed places: here `x` runs along the rows.

    Element (i, j) is `x[i] + y[j]`. `x` chooses the row, so `x` must be the column (k, 1). (§5.3.1)
    """
    return x + y.unsqueeze(1)


def multiplies(x, y):
    """This is the outer product: you multiply the elements. Add them.

    `torch.outer` has no partner for sums. Broadcasting works the same way with any operation. (§5.3.1)
    """
    return torch.outer(x, y)


def stands_both_upright(x, y):
    """Both are columns, (k, 1) and (m, 1): broadcasting stretches neither, and the sizes do not fit.

    One of the two must be a row. (§5.3.1)
    """
    return x.unsqueeze(1) + y.unsqueeze(1)


def lays_both_down(x, y):
    """Both are rows, (1, k) and (1, m): broadcasting stretches neither, and the sizes do not fit.

    `unsqueeze(0)` adds a dimension at the front, which broadcasting adds anyway. `x` needs one at the end:
    (k, 1). (§5.3.1)
    """
    return x.unsqueeze(0) + y.unsqueeze(0)


def subtracts(x, y):
    """You subtract the elements, so you get a table of differences.

    Return the sums. (§5.3.1)
    """
    return x.unsqueeze(1) - y


def flattens(x, y):
    """All sums are there, but in one long row. Return a table (k, m).

    Remove the step that flattens: after broadcasting, the shape is right. (§5.3.1)
    """
    return (x.unsqueeze(1) + y).flatten()


def puts_them_one_after_the_other(x, y):
    """You put the two tensors one after the other and add nothing.

    `torch.cat` joins tensors, as `+` does with Python lists. With tensors, `+` adds. (§5.3.1)
    """
    return torch.cat([x, y])


def makes_a_square_table(x, y):
    """Your table has as many columns as `x` has elements. It needs one for each element of `y`.

    The two tensors may have different lengths: the result has the shape (k, m). (§5.3.1)
    """
    return torch.tensor([[x[i] + y[j] for j in range(len(x))] for i in range(len(x))], device=x.device)
