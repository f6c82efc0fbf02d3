"""Mistakes in scaling the inputs. The student reads a function's docstring."""


def standardizes(t_u):
    """You standardize the readings: mean 0, standard deviation 1. Here you must only multiply by a fixed
    factor.

    Standardizing is often a good idea, but the exercise does not ask for it. One fixed factor keeps the
    numbers easy to read. It also makes it easy to convert the fitted parameters back. (§5.4.4)
    """
    return (t_u - t_u.mean()) / t_u.std()


def squeezes_between_zero_and_one(t_u):
    """You scale the readings to 0 … 1 by their smallest and largest value.

    The result then depends on all readings in the tensor, so a new reading gets another scale. The chapter
    multiplies by one fixed factor. (§5.4.4)
    """
    return (t_u - t_u.min()) / (t_u.max() - t_u.min())


def divides_by_the_largest(t_u):
    """You divide the readings by their largest value.

    The factor then changes with the data, so training and validation parts get different factors. The chapter
    multiplies by one fixed factor. (§5.4.4)
    """
    return t_u / t_u.max()


def divides_by_the_length(t_u):
    """You divide the readings by their norm, so the vector has length 1.

    "Normalize" has that meaning in geometry. Here it means: bring the inputs to a size of about 1 with a
    fixed factor. Then the gradients for `w` and `b` have similar sizes. (§5.4.4)
    """
    return t_u / t_u.norm()


def only_centres(t_u):
    """You subtract the mean, but the scale is the problem for training.

    The gradient for `w` is about fifty times the gradient for `b`, because the readings are so large. Make
    them smaller by a factor. The position of their zero does not matter here. (§5.4.4)
    """
    return t_u - t_u.mean()


def scales_the_wrong_way(t_u):
    """The readings become larger, not smaller: you divide by 0.1 or multiply by 10.

    Large inputs make large gradients for `w`, and these made the training diverge. (§5.4.4)
    """
    return 10.0 * t_u


def works_in_place(t_u):
    """You overwrite the caller's readings: `*=` or `mul_` changes `t_u` itself.

    If the cell runs twice, the data is scaled twice. Return a new tensor and do not change the readings.
    (§5.4.4)
    """
    return t_u.mul_(0.1)
