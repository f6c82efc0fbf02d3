"""Mistakes in the quadratic model. The student reads a function's docstring."""


def doubles_instead_of_squaring(t_u, w2, w1, b):
    """You double the reading. Square it.

    `t_u * 2` is twice the reading, and `t_u ** 2` is the reading times itself. With the double, the model is
    still a line. (§5.7)
    """
    return w2 * t_u * 2 + w1 * t_u + b


def squares_the_weight_too(t_u, w2, w1, b):
    """You square `w2 * t_u` together, so you also square the weight.

    Python computes a power before a product. Without parentheses, `w2 * t_u ** 2` squares only the reading.
    (§5.7)
    """
    return (w2 * t_u) ** 2 + w1 * t_u + b


def swaps_the_weights(t_u, w2, w1, b):
    """You exchanged the weights: `w1` is multiplied by the square, and `w2` by the reading.

    The number in a weight's name is its power, and `w2` comes first. (§5.7)
    """
    return w1 * t_u**2 + w2 * t_u + b


def takes_the_parameters_backwards(t_u, w2, w1, b):
    """You take the parameters in reverse order: `w2` stands alone, and `b` is multiplied by the square.

    They come with falling powers: `w2`, then `w1`, then `b` for the power of zero. (§5.7)
    """
    return b * t_u**2 + w1 * t_u + w2


def forgets_the_line(t_u, w2, w1, b):
    """The term `w1 * t_u` is missing.

    The new model adds a term to the line. It does not replace one. (§5.7)
    """
    return w2 * t_u**2 + b


def forgets_the_offset(t_u, w2, w1, b):
    """`b` is missing: if the reading is zero, the prediction is always zero.

    The zero of one scale is not the zero of the other. (§5.2.3)
    """
    return w2 * t_u**2 + w1 * t_u


def keeps_the_line(t_u, w2, w1, b):
    """You do not use `w2`: the model is still the line.

    Add the new term, `w2` times the square of the readings. (§5.7)
    """
    return w1 * t_u + b


def squares_the_whole_line(t_u, w2, w1, b):
    """You square the whole line, `w1 * t_u + b`. Square only the reading.

    The square of a sum also contains products of its parts. Square `t_u`, then multiply by `w2`. (§5.7)
    """
    return w2 * (w1 * t_u + b) ** 2


def sums_up_the_predictions(t_u, w2, w1, b):
    """You add up all readings to one number. Return one prediction for each reading.

    PyTorch computes element by element: `t_u ** 2` is the tensor of all squares. You need no sum. (§5.2.3)
    """
    return (w2 * t_u**2 + w1 * t_u + b).sum()
