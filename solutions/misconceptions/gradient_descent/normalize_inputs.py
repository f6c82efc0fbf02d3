"""Wrong turns in scaling the inputs. A function's docstring is what the student reads."""


def standardizes(t_u):
    """The readings are standardized: mean 0, standard deviation 1.

    A good idea in general, and more than is asked for. Here one fixed factor keeps the numbers readable
    and the fitted parameters easy to translate back. (§5.4.4)
    """
    return (t_u - t_u.mean()) / t_u.std()


def squeezes_between_zero_and_one(t_u):
    """The readings are squeezed into 0 … 1 by their smallest and largest value.

    The result then depends on which readings are in the tensor, so a new reading cannot be scaled in
    the same way. The chapter multiplies by one fixed factor. (§5.4.4)
    """
    return (t_u - t_u.min()) / (t_u.max() - t_u.min())


def divides_by_the_largest(t_u):
    """The readings are divided by their largest value.

    The factor then changes with the data: training and validation parts would be scaled differently.
    The chapter multiplies by one fixed factor. (§5.4.4)
    """
    return t_u / t_u.max()


def divides_by_the_length(t_u):
    """The readings are divided by their norm, so that the vector has length 1.

    "Normalize" means that in geometry. Here it means: bring the inputs to about the size of 1, by a
    fixed factor, so that the gradients for `w` and `b` have similar sizes. (§5.4.4)
    """
    return t_u / t_u.norm()


def only_centres(t_u):
    """The mean is subtracted, but the scale is what makes training hard.

    The gradient for `w` is some fifty times that for `b` because the readings are so large. Make them
    smaller by a factor; where their zero lies does not matter here. (§5.4.4)
    """
    return t_u - t_u.mean()


def scales_the_wrong_way(t_u):
    """The readings get larger, not smaller: they are divided by 0.1 or multiplied by 10.

    Large inputs make large gradients for `w`, and those are what made the training blow up. (§5.4.4)
    """
    return 10.0 * t_u


def works_in_place(t_u):
    """The caller's readings are overwritten: `*=` or `mul_` changes `t_u` itself.

    Run the cell twice and the data is scaled twice. Return a new tensor and leave the readings as they
    are. (§5.4.4)
    """
    return t_u.mul_(0.1)
