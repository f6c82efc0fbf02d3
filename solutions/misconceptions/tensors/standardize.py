"""Mistakes in standardizing columns. The student reads a function's docstring."""


def standardizes_rows(x):
    """You standardize the rows, not the columns.

    `dim` names the dimension that disappears. To go down a column, along all its rows, use `dim=0`. (§4.3)
    """
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)


def mixes_rows_with_columns(x):
    """You compute the means and deviations of the rows, but you use them on the columns.

    `x.mean(dim=1)` has one number for each row, but broadcasting uses them for the columns. If the table is
    not square, that is an error. If it is square, the numbers are wrong. Use `dim=0`. (§4.3)
    """
    return (x - x.mean(dim=1)) / x.std(dim=1)


def takes_the_whole_table(x):
    """You use one mean and one deviation for the whole table.

    Columns have their own units, and the column with the largest numbers decides for all. Name the dimension:
    `dim=0`. (§4.3)
    """
    return (x - x.mean()) / x.std()


def divides_by_the_number_of_rows(x):
    """You use the biased standard deviation: it divides by the number of rows, not by the number minus one.

    NumPy does so by default. PyTorch's `std` does not, and your function should not either. (§4.3)
    """
    return (x - x.mean(dim=0)) / x.std(dim=0, correction=0)


def only_centres(x):
    """The mean is 0, but the columns still have their old standard deviation.

    This is half the work: divide by the standard deviation, too. (§4.3)
    """
    return x - x.mean(dim=0)


def only_scales(x):
    """The standard deviation is 1, but the mean is not 0.

    This is half the work: subtract the mean first. (§4.3)
    """
    return x / x.std(dim=0)


def divides_by_the_variance(x):
    """You divide by the variance. Divide by its square root, the standard deviation.

    The unit of the variance is squared, for example degrees times degrees. (§4.3)
    """
    return (x - x.mean(dim=0)) / x.var(dim=0)


def forgets_the_brackets(x):
    """You divide only the mean: the brackets around the difference are missing.

    Python divides before it subtracts. (§4.3)
    """
    return x - x.mean(dim=0) / x.std(dim=0)


def divides_first(x):
    """You divide first, and then you subtract the mean from before the division.

    After the division, the mean has changed. Subtract first. (§4.3)
    """
    return x / x.std(dim=0) - x.mean(dim=0)


def squeezes_between_0_and_1(x):
    """The columns run from 0 to 1: you scale them by their smallest and largest value.

    That is another way to make columns similar, but there a single extreme value decides about all. Here the
    columns must have mean 0 and standard deviation 1. (§4.3)
    """
    low, high = x.amin(dim=0), x.amax(dim=0)
    return (x - low) / (high - low)


def works_in_place(x):
    """The result is right, but you wrote it into the caller's table.

    `-=` and `/=` write into the caller's tensor. Make a new one. (§3.7.2)
    """
    x -= x.mean(dim=0)
    x /= x.std(dim=0)
    return x


def subtracts_the_median(x):
    """You subtract the middle value of each column. Subtract the mean.

    The columns must have mean 0. Use `x.mean(dim=0)`. (§5.4.4)
    """
    return (x - x.median(dim=0).values) / x.std(dim=0)


def divides_by_the_length(x):
    """You divide by the root of the sum of squares. So the columns have length 1, not deviation 1.

    The standard deviation also divides the sum, by the number of rows minus 1. Use `x.std(dim=0)`. (§5.4.4)
    """
    centred = x - x.mean(dim=0)
    return centred / centred.norm(dim=0)
