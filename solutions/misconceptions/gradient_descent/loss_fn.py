"""Mistakes in the mean squared error. The student reads a function's docstring."""


def _right(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def forgets_the_mean(t_p, t_c):
    """You return the squared differences, one for each reading: the mean is missing.

    A loss is a single number that says how good all predictions are together. Training can make only one
    number smaller. Average the squared differences. (§5.3.1)
    """
    return (t_p - t_c) ** 2


def adds_instead_of_averaging(t_p, t_c):
    """You add up the squared differences. Average them.

    A sum grows with the number of readings, so twice the data looks like twice the error. A learning rate
    that is right for 11 readings is then too large for 100. Take the mean. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).sum()


def forgets_the_square(t_p, t_c):
    """You average the differences without squaring them, so errors with different signs cancel.

    Predictions that are 10° too high and 10° too low get a loss of 0. They look perfect. Make every
    difference positive before you average. (§5.3)
    """
    return (t_p - t_c).mean()


def squares_the_mean(t_p, t_c):
    """You square the mean instead of the differences: the order is wrong.

    If you average first, errors with different signs cancel before the square makes them positive. Square
    every difference, then average. (§5.3.1)
    """
    return (t_p - t_c).mean() ** 2


def takes_absolute_values(t_p, t_c):
    """This is the mean absolute error: you use `abs`, not the square, to make the differences positive.

    It is also a loss, but a different one: its slope does not become smaller near the minimum. The derivative
    in this chapter belongs to the square. (§5.3)
    """
    return (t_p - t_c).abs().mean()


def takes_the_root(t_p, t_c):
    """You take a square root at the end: this is the root mean squared error.

    It has the same minimum but other values and another derivative. So `dloss_fn` would no longer be its
    gradient. Remove the root. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean().sqrt()


def halves_the_loss(t_p, t_c):
    """You return half of the mean squared error.

    Some books write 1/2 in front, so that it cancels the 2 of the derivative. Here there is no 1/2: the loss
    is the plain mean, and the 2 stays in the derivative. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean() / 2


def divides_by_eleven(t_p, t_c):
    """You divide the sum by 11, whatever the number of readings.

    That is right for the thermometer data and wrong for every other data set. For example, it is wrong for
    the part that is left for training. Ask the tensor for its size, or use the mean. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).sum() / 11


def returns_a_python_number(t_p, t_c):
    """You return a Python float: `.item()` or `float()` has taken the loss out of the tensor.

    The number is right, but autograd cannot go backward from a float: the graph is lost. Return the tensor
    without dimensions that `mean()` gives. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean().item()


def centres_the_errors(t_p, t_c):
    """You subtract the mean of the errors first. So an error that all predictions share costs nothing.

    The loss is the mean of the squared errors themselves. (§5.3)
    """
    errors = t_p - t_c
    return ((errors - errors.mean()) ** 2).mean()
