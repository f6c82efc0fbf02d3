"""Wrong turns in the mean squared error. A function's docstring is what the student reads."""


def _right(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def forgets_the_mean(t_p, t_c):
    """The squared differences are returned as they are, one for each reading: the mean is missing.

    A loss is a single number that says how good all predictions are together; only one number can be
    made smaller. Average the squared differences. (§5.3.1)
    """
    return (t_p - t_c) ** 2


def adds_instead_of_averaging(t_p, t_c):
    """The squared differences are added up instead of averaged.

    A sum grows with the number of readings, so twice the data looks like twice the error, and a
    learning rate that suits 11 readings is too large for 100. Take the mean. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).sum()


def forgets_the_square(t_p, t_c):
    """The differences are averaged without being squared, so errors of different sign cancel.

    Predictions that are 10° too high and 10° too low get a loss of 0, as if they were perfect. Make
    every difference count as positive before you average. (§5.3)
    """
    return (t_p - t_c).mean()


def squares_the_mean(t_p, t_c):
    """The mean is squared instead of the differences: the order is the other way round.

    Averaging first lets errors of different sign cancel before the square can make them positive.
    Square every difference, then average. (§5.3.1)
    """
    return (t_p - t_c).mean() ** 2


def takes_absolute_values(t_p, t_c):
    """This is the mean absolute error: the differences are made positive by `abs`, not by squaring.

    It is a loss, too, but another one: its slope does not shrink near the minimum, and the derivative
    in this chapter belongs to the square. (§5.3)
    """
    return (t_p - t_c).abs().mean()


def takes_the_root(t_p, t_c):
    """A square root is taken at the end: this is the root mean squared error.

    It has the same minimum but other values and another derivative, so the formula of `dloss_fn`
    would no longer be its gradient. Leave the root out. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean().sqrt()


def halves_the_loss(t_p, t_c):
    """The mean squared error is halved.

    Some books put 1/2 in front so that the 2 of the derivative cancels. Here it does not stand there:
    the loss is the plain mean, and the 2 stays in the derivative. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean() / 2


def divides_by_eleven(t_p, t_c):
    """The sum is divided by 11, whatever the number of readings.

    That is right for the thermometer and wrong for every other data set, for instance the part that is
    left for training. Ask the tensor for its size, or let it average. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).sum() / 11


def returns_a_python_number(t_p, t_c):
    """The loss comes back as a Python float: `.item()` or `float()` has taken it out of the tensor.

    The number is right, but autograd cannot go backward from a float: the way the loss was computed is
    lost. Return the tensor of no dimensions that `mean()` gives. (§5.3.1)
    """
    return ((t_p - t_c) ** 2).mean().item()
