"""Wrong turns in standardizing columns. A function's docstring is what the student reads."""


def standardizes_rows(x):
    """The rows are standardized, not the columns.

    `dim` names the dimension that disappears: to go down a column, along all its rows, take `dim=0`. (§4.3)
    """
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)


def mixes_rows_with_columns(x):
    """Means and deviations are those of the rows, and they are taken from the columns.

    `x.mean(dim=1)` has one number per row, and broadcasting lines it up with the columns: an error where the
    table is not square, and nonsense where it is. Take `dim=0`. (§4.3)
    """
    return (x - x.mean(dim=1)) / x.std(dim=1)


def takes_the_whole_table(x):
    """One mean and one deviation are used for the whole table.

    Columns have units of their own; the one with the largest numbers decides for all. Say along which
    dimension: `dim=0`. (§4.3)
    """
    return (x - x.mean()) / x.std()


def divides_by_the_number_of_rows(x):
    """The standard deviation is the biased one: it divides by the number of rows, not by one less.

    NumPy does so unless told otherwise; PyTorch's `std` does not, and neither should this. (§4.3)
    """
    return (x - x.mean(dim=0)) / x.std(dim=0, correction=0)


def only_centres(x):
    """The mean is 0, but the columns are as wide as before.

    Half the work: divide by the standard deviation, too. (§4.3)
    """
    return x - x.mean(dim=0)


def only_scales(x):
    """The standard deviation is 1, but the mean is not 0.

    Half the work: subtract the mean first. (§4.3)
    """
    return x / x.std(dim=0)


def divides_by_the_variance(x):
    """You divide by the variance; its square root, the standard deviation, is wanted.

    The variance is in squared units, degrees times degrees. (§4.3)
    """
    return (x - x.mean(dim=0)) / x.var(dim=0)


def forgets_the_brackets(x):
    """Only the mean is divided: brackets are missing around the difference.

    Python divides before it subtracts. (§4.3)
    """
    return x - x.mean(dim=0) / x.std(dim=0)


def divides_first(x):
    """You divide first, and then subtract the mean of what was there before.

    After dividing the mean is another one. Subtract first. (§4.3)
    """
    return x / x.std(dim=0) - x.mean(dim=0)


def squeezes_between_0_and_1(x):
    """The columns run from 0 to 1: they are scaled by their smallest and largest value.

    That is another way to make columns comparable, in which one outlier decides about all. Here mean 0 and
    standard deviation 1 are wanted. (§4.3)
    """
    low, high = x.amin(dim=0), x.amax(dim=0)
    return (x - low) / (high - low)


def works_in_place(x):
    """The result is right, but the table that was passed has become it.

    `-=` and `/=` write into the caller's tensor. Make a new one. (§3.7.2)
    """
    x -= x.mean(dim=0)
    x /= x.std(dim=0)
    return x
