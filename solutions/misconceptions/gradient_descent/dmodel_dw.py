"""Wrong turns in the model's derivative by w. A function's docstring is what the student reads."""


def answers_with_w(t_u, w, b):
    """This is the derivative by `t_u`: the input and the parameter have changed roles.

    While training, the readings are fixed numbers and `w` is what moves. What stands beside `w` as a
    factor is its derivative. (§5.4.2)
    """
    return w


def answers_with_one(t_u, w, b):
    """The answer 1 belongs to a parameter that stands alone, as `b` does.

    `w` is multiplied by something. Raise `w` by 1 and look how much each prediction rises: that is the
    derivative, and it is another one for each reading. (§5.4.2)
    """
    return 1.0


def keeps_the_weight(t_u, w, b):
    """`w` is still in the answer: the term was copied, not differentiated.

    The derivative of `3 * w` by `w` is 3, whatever `w` is. Do the same with the factor that stands
    here. (§5.4.2)
    """
    return w * t_u


def keeps_the_offset(t_u, w, b):
    """`b` is still in the answer; a term without `w` does not change when `w` changes.

    Each term has its own derivative, and that of a constant is 0, so it drops out. (§5.4.2)
    """
    return t_u + b


def returns_the_prediction(t_u, w, b):
    """This is the model itself, not its derivative.

    The question is how much the prediction changes when `w` moves by a little, not what the prediction
    is. (§5.4.2)
    """
    return w * t_u + b


def averages_already(t_u, w, b):
    """The answer is averaged over the readings; one derivative for each reading is wanted.

    Each reading has an error of its own, and the chain rule multiplies the two one by one. Summing up
    comes afterwards, in `grad_fn`. (§5.4.2)
    """
    return t_u.mean()


def adds_up_already(t_u, w, b):
    """The answer is added up over the readings; one derivative for each reading is wanted.

    Each reading has an error of its own, and the chain rule multiplies the two one by one. Summing up
    comes afterwards, in `grad_fn`. (§5.4.2)
    """
    return t_u.sum()
