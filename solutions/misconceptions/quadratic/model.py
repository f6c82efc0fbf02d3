"""Wrong turns in the quadratic model. A function's docstring is what the student reads."""


def doubles_instead_of_squaring(t_u, w2, w1, b):
    """The reading is doubled; its square is asked for.

    `t_u * 2` is twice the reading, `t_u ** 2` is the reading times itself. With the double, the model is
    still a line. (§5.7)
    """
    return w2 * t_u * 2 + w1 * t_u + b


def squares_the_weight_too(t_u, w2, w1, b):
    """The square is taken of `w2 * t_u` together, so the weight is squared as well.

    A power binds more tightly than a product: without parentheses, `w2 * t_u ** 2` squares the reading
    alone. (§5.7)
    """
    return (w2 * t_u) ** 2 + w1 * t_u + b


def swaps_the_weights(t_u, w2, w1, b):
    """The weights are swapped: `w1` is multiplied with the square, `w2` with the reading.

    The number in a weight's name is the power it belongs to, and `w2` comes first. (§5.7)
    """
    return w1 * t_u**2 + w2 * t_u + b


def takes_the_parameters_backwards(t_u, w2, w1, b):
    """The parameters are taken in reverse: `w2` stands alone, and `b` is multiplied with the square.

    They come in falling order of powers: `w2`, `w1`, and `b` for the power of zero. (§5.7)
    """
    return b * t_u**2 + w1 * t_u + w2


def forgets_the_line(t_u, w2, w1, b):
    """The term `w1 * t_u` is missing.

    The new model adds a term to the line; it does not replace one. (§5.7)
    """
    return w2 * t_u**2 + b


def forgets_the_offset(t_u, w2, w1, b):
    """`b` is missing: where the reading is zero, the prediction is always zero.

    Zero on one scale is not zero on the other. (§5.2.3)
    """
    return w2 * t_u**2 + w1 * t_u


def keeps_the_line(t_u, w2, w1, b):
    """`w2` has no part in the result: the model is still the line.

    Add the new term, `w2` times the square of the readings. (§5.7)
    """
    return w1 * t_u + b


def squares_the_whole_line(t_u, w2, w1, b):
    """The square is taken of the whole line, `w1 * t_u + b`; it belongs to the reading.

    Squaring a sum squares each part and adds products of them. Square `t_u`, then multiply with
    `w2`. (§5.7)
    """
    return w2 * (w1 * t_u + b) ** 2


def sums_up_the_predictions(t_u, w2, w1, b):
    """All readings are summed up to one number; one prediction for each reading is asked for.

    PyTorch computes element by element: `t_u ** 2` is the tensor of all squares, and nothing need be
    summed. (§5.2.3)
    """
    return (w2 * t_u**2 + w1 * t_u + b).sum()
