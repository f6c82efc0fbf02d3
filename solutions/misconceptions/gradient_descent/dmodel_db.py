"""Wrong turns in the model's derivative by b. A function's docstring is what the student reads."""


def answers_with_zero(t_u, w, b):
    """The answer 0 treats `b` as a constant, but here `b` is what changes.

    "The derivative of a constant is 0" holds for terms without the variable. Raise `b` by 1 and look
    how much every prediction rises. (§5.4.2)
    """
    return 0.0


def answers_with_b(t_u, w, b):
    """This is `b` itself, not the derivative by `b`.

    The derivative says how fast the prediction changes with `b`, and that is the same wherever `b`
    stands. (§5.4.2)
    """
    return b


def answers_with_the_input(t_u, w, b):
    """This is the derivative by `w`: `t_u` is the factor of the weight, not of the bias.

    Look which factor stands beside `b` in the model. (§5.4.2)
    """
    return t_u


def answers_with_w(t_u, w, b):
    """`w` belongs to the other term; it says nothing about what `b` does.

    When only `b` moves, `w` and `t_u` rest, and their product drops out of the derivative. (§5.4.2)
    """
    return w


def adds_up_already(t_u, w, b):
    """The answer is the number of readings: the ones were added up here already.

    The sum over the readings comes at the end, in `grad_fn`, once each one was multiplied by the
    derivative of its own error. (§5.4.2)
    """
    return float(t_u.size(0))


def divides_by_the_count(t_u, w, b):
    """The division by the number of readings belongs to the loss, not to the model.

    The model knows nothing of a mean. `dloss_fn` has divided already, and dividing again makes the step
    for `b` N times too short. (§5.4.2)
    """
    return 1.0 / t_u.size(0)
