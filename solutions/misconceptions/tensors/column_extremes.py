"""Mistakes in finding each column's largest value. The student reads a function's docstring."""


def goes_along_rows(x):
    """These are the largest values of the rows, not of the columns.

    `dim` names the dimension that disappears. To go down a column, over all its rows, use `dim=0`. (§3.6)
    """
    values, indices = x.max(dim=1)
    return values, indices


def finds_the_smallest(x):
    """You return the smallest values and their rows. Return the largest values.

    `min` and `max` have the same arguments. (§3.6)
    """
    values, indices = x.min(dim=0)
    return values, indices


def takes_the_whole_table(x):
    """You return one value for the whole table. Return one value for each column.

    Without `dim`, `max` and `argmax` look at all elements as one long row. (§3.6)
    """
    return x.max(), x.argmax()


def forgets_the_rows(x):
    """You return only the values. Their rows are missing.

    `amax` gives only values. `max` with a `dim` gives both. (§3.6)
    """
    return x.amax(dim=0)


def forgets_the_values(x):
    """You return only the rows. The values are missing.

    `argmax` gives only the rows. `max` with a `dim` gives both, values first. (§3.6)
    """
    return x.argmax(dim=0)


def swaps_the_two(x):
    """The two results are in the wrong order. The values come first, then their rows.

    `max` gives them in that order. (§3.6)
    """
    values, indices = x.max(dim=0)
    return indices, values


def ignores_the_sign(x):
    """You removed the signs first, so a large negative number counts as large.

    The largest value is the greatest one, with its sign. It is not the one farthest from 0. (§3.6)
    """
    values, indices = x.abs().max(dim=0)
    return values, indices


def keeps_the_dimension(x):
    """Both tensors have one dimension too many: `keepdim=True` keeps a dimension of size 1.

    That helps with broadcasting. Here return one number for each column, with shape (columns,). (§3.6)
    """
    values, indices = x.max(dim=0, keepdim=True)
    return values, indices


def numbers_all_elements(x):
    """The values are right, but you count their places through the whole table, not by rows.

    An index into the flattened table contains row and column together. Only the row is needed. `max` and
    `argmax` give it with `dim=0`. (§3.6)
    """
    values, rows = x.max(dim=0)
    return values, rows * x.size(1) + torch.arange(x.size(1), device=x.device)


def tells_the_rows_as_floats(x):
    """The row numbers are floats, so you cannot use them as an index.

    Indices are whole numbers of type `int64`, and `max` already gives that type. (§3.5.2)
    """
    values, indices = x.max(dim=0)
    return values, indices.float()


def begins_at_zero(x):
    """Your largest value so far begins at 0. So a column of negative numbers gives 0.

    Begin with the first row of the table, or use `x.max(dim=0)`. (§3.6)
    """
    values, rows = x.clamp(min=0).max(dim=0)
    return values, torch.where(values > 0, rows, 0)


def looks_for_the_largest_size(x):
    """You look for the number with the largest size. So a large negative number wins.

    Compare the numbers themselves: -5 is smaller than 1. Leave out `abs()`. (§3.6)
    """
    rows = x.abs().argmax(dim=0)
    return x.gather(0, rows[None])[0], rows
