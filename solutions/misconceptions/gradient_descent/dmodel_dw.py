"""Mistakes in the model's derivative by w. The student reads a function's docstring."""


def answers_with_w(t_u, w, b):
    """This is the derivative with respect to `t_u`: you exchanged the input and the parameter.

    During training, the readings are fixed numbers, and `w` changes. The factor of `w` in the model is the
    derivative. (§5.4.2)
    """
    return w


def answers_with_one(t_u, w, b):
    """Your answer 1 is right for a parameter that stands alone, like `b`.

    The model multiplies `w` by something. Raise `w` by 1 and see how much each prediction rises. That is the
    derivative, and it is different for each reading. (§5.4.2)
    """
    return 1.0


def keeps_the_weight(t_u, w, b):
    """`w` is still in your answer: you copied the term instead of its derivative.

    The derivative of `3 * w` with respect to `w` is 3, whatever `w` is. Do the same with the factor of `w`
    here. (§5.4.2)
    """
    return w * t_u


def keeps_the_offset(t_u, w, b):
    """`b` is still in your answer. A term without `w` does not change when `w` changes.

    Each term has its own derivative. For a constant it is 0, so `b` disappears. (§5.4.2)
    """
    return t_u + b


def returns_the_prediction(t_u, w, b):
    """This is the model itself, not its derivative.

    The question is not what the prediction is. It is how much the prediction changes when `w` changes a
    little. (§5.4.2)
    """
    return w * t_u + b


def averages_already(t_u, w, b):
    """You average over the readings. Return one derivative for each reading.

    Each reading has its own error, and the chain rule multiplies the two element by element. `grad_fn` adds
    up afterwards. (§5.4.2)
    """
    return t_u.mean()


def adds_up_already(t_u, w, b):
    """You add up over the readings. Return one derivative for each reading.

    Each reading has its own error, and the chain rule multiplies the two element by element. `grad_fn` adds
    up afterwards. (§5.4.2)
    """
    return t_u.sum()
