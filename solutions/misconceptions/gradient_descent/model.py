"""Mistakes in the linear model. The student reads a function's docstring."""


def swaps_w_and_b(t_u, w, b):
    """You exchanged `w` and `b`: you multiply the input by `b` and add `w`.

    `w` is the weight, the factor that turns one unit of `t_u` into degrees. `b` is the bias, the constant
    that shifts every prediction. (§5.2.4)
    """
    return b * t_u + w


def forgets_the_offset(t_u, w, b):
    """You do not use the bias `b`, so every line goes through zero.

    A thermometer that shows 0 need not mean 0 °C. Two scales usually have different zero points, and `b`
    makes up for the difference. (§5.2.4)
    """
    return w * t_u


def multiplies_the_sum(t_u, w, b):
    """You add the bias before the multiplication, so it is multiplied by `w` as well.

    In `w * (t_u + b)` the shift depends on the weight. The linear model multiplies first and adds afterwards.
    Check your brackets. (§5.2.4)
    """
    return w * (t_u + b)


def solves_for_the_input(t_u, w, b):
    """This is the reverse of the model: it turns degrees back into unknown units.

    You have `t_u`, and you want `t_c`. The model predicts degrees from the reading, not the other way around.
    (§5.2.4)
    """
    return (t_u - b) / w


def scales_the_input(t_u, w, b):
    """Your model also multiplies its input by 0.1.

    The inputs are scaled once, outside the model, before training. A model that scales again gives wrong
    answers for inputs that are already scaled. (§5.4.4)
    """
    return w * (0.1 * t_u) + b


def works_in_place(t_u, w, b):
    """You overwrite the readings: `*=` and `+=` change the caller's `t_u` itself.

    The result is right only once. The next call then starts from predictions instead of readings. Make a new
    tensor with `*` and `+` instead. (§5.2.4)
    """
    t_u *= w
    t_u += b
    return t_u


def returns_a_list(t_u, w, b):
    """You return the predictions as a Python list, not as a tensor.

    Everything after the model (differences, squares, means) needs a tensor. You need no loop: a number times
    a tensor multiplies every element. (§5.3.1)
    """
    return [float(w) * float(reading) + float(b) for reading in t_u]


def asks_numbers_for_item(t_u, w, b):
    """You call `item()` on `w` and `b`. A plain number has no `item()`.

    The parameters may be numbers or 0-d tensors. Use them as they are. (§5.3)
    """
    return w.item() * t_u + b.item()
