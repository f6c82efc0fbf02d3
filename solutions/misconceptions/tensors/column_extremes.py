"""Wrong turns in finding each column's largest value. A function's docstring is what the student reads."""


def goes_along_rows(x):
    """These are the largest values of the rows.

    `dim` names the dimension that disappears: down a column, over all its rows, is `dim=0`. (§3.6)
    """
    values, indices = x.max(dim=1)
    return values, indices


def finds_the_smallest(x):
    """These are the smallest values, and where they stand. The largest are wanted.

    `min` and `max` have the same arguments. (§3.6)
    """
    values, indices = x.min(dim=0)
    return values, indices


def takes_the_whole_table(x):
    """There is one value for the whole table; each column has one of its own.

    Without `dim`, `max` and `argmax` look at all elements as at one row. (§3.6)
    """
    return x.max(), x.argmax()


def forgets_the_rows(x):
    """Only the values come back; where they stand is missing.

    `amax` gives values alone. `max` with a `dim` gives both. (§3.6)
    """
    return x.amax(dim=0)


def forgets_the_values(x):
    """Only the rows come back; the values are missing.

    `argmax` says where. `max` with a `dim` says both, values first. (§3.6)
    """
    return x.argmax(dim=0)


def swaps_the_two(x):
    """The two are in the wrong order: values come first, then their rows.

    That is the order in which `max` gives them. (§3.6)
    """
    values, indices = x.max(dim=0)
    return indices, values


def ignores_the_sign(x):
    """The signs were taken away first: a large negative number counts as large.

    The largest value is the one farthest to the right, not the one farthest from 0. (§3.6)
    """
    values, indices = x.abs().max(dim=0)
    return values, indices


def keeps_the_dimension(x):
    """Both tensors have a dimension too many: `keepdim=True` leaves a row of one.

    That is handy for broadcasting. Here one number per column is wanted, (columns,). (§3.6)
    """
    values, indices = x.max(dim=0, keepdim=True)
    return values, indices


def numbers_all_elements(x):
    """The values are right, but the places are counted through the whole table, not by rows.

    An index into the flattened table tells row and column at once. Which row is wanted: with `dim=0`, `max`
    and `argmax` say it. (§3.6)
    """
    values, rows = x.max(dim=0)
    return values, rows * x.size(1) + torch.arange(x.size(1), device=x.device)


def tells_the_rows_as_floats(x):
    """The row numbers are floats, so they cannot be used as an index.

    Indices are whole numbers, `int64`, and `max` gives them so. (§3.5.2)
    """
    values, indices = x.max(dim=0)
    return values, indices.float()
