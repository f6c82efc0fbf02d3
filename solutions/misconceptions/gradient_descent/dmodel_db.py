"""Mistakes in the model's derivative by b. The student reads a function's docstring."""


def answers_with_zero(t_u, w, b):
    """Your answer 0 treats `b` as a constant, but here `b` is the variable.

    "The derivative of a constant is 0" is true for terms without the variable. Raise `b` by 1 and see how
    much every prediction rises. (§5.4.2)
    """
    return 0.0


def answers_with_b(t_u, w, b):
    """This is `b` itself, not the derivative with respect to `b`.

    The derivative says how fast the prediction changes with `b`. That is the same for every value of `b`.
    (§5.4.2)
    """
    return b


def answers_with_the_input(t_u, w, b):
    """This is the derivative with respect to `w`: `t_u` is the factor of the weight, not of the bias.

    Look for the factor of `b` in the model. (§5.4.2)
    """
    return t_u


def answers_with_w(t_u, w, b):
    """`w` belongs to the other term. It says nothing about the effect of `b`.

    When only `b` changes, `w` and `t_u` stay the same. So their product disappears from the derivative.
    (§5.4.2)
    """
    return w


def adds_up_already(t_u, w, b):
    """Your answer is the number of readings: you already add up the ones here.

    `grad_fn` adds up over the readings at the end. First it multiplies each one by the derivative of its own
    error. (§5.4.2)
    """
    return float(t_u.size(0))


def divides_by_the_count(t_u, w, b):
    """You divide by the number of readings. That division belongs to the loss, not to the model.

    The model contains no mean. `dloss_fn` has already divided. A second division makes the step for `b` N
    times too small. (§5.4.2)
    """
    return 1.0 / t_u.size(0)
