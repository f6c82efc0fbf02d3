"""Wrong turns in the linear model. A function's docstring is what the student reads."""


def swaps_w_and_b(t_u, w, b):
    """`w` and `b` have changed places: the input is multiplied by `b`, and `w` is added.

    `w` is the weight, the factor that turns one unit of `t_u` into degrees; `b` is the bias, the
    constant that shifts every prediction. (§5.2.4)
    """
    return b * t_u + w


def forgets_the_offset(t_u, w, b):
    """The bias `b` is not used, so every line goes through the origin.

    A thermometer that reads 0 need not mean 0 °C: two scales usually differ in their zero, too, and
    `b` is what makes up for it. (§5.2.4)
    """
    return w * t_u


def multiplies_the_sum(t_u, w, b):
    """The bias is added before the multiplication, so it is multiplied by `w` as well.

    In `w * (t_u + b)` the shift depends on the weight. The linear model scales first and shifts
    afterwards; mind the brackets. (§5.2.4)
    """
    return w * (t_u + b)


def solves_for_the_input(t_u, w, b):
    """This is the model turned around: it goes from degrees back to unknown units.

    `t_u` is what you have and `t_c` is what you want. The model predicts degrees from the reading,
    it does not undo them. (§5.2.4)
    """
    return (t_u - b) / w


def scales_the_input(t_u, w, b):
    """The model multiplies its input by 0.1 on its own.

    Scaling the inputs is done once, outside, before training. A model that scales again gives the
    wrong answer to inputs that are scaled already. (§5.4.4)
    """
    return w * (0.1 * t_u) + b


def works_in_place(t_u, w, b):
    """The readings are overwritten: `*=` and `+=` change the caller's `t_u` itself.

    The result is right once. The next call then starts from predictions instead of readings. Build a
    new tensor with `*` and `+` instead. (§5.2.4)
    """
    t_u *= w
    t_u += b
    return t_u


def returns_a_list(t_u, w, b):
    """The predictions come back as a Python list, not as a tensor.

    Everything after the model (differences, squares, means) needs a tensor. No loop is needed at all:
    a number times a tensor multiplies every element. (§5.3.1)
    """
    return [float(w) * float(reading) + float(b) for reading in t_u]
