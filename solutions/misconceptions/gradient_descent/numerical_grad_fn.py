"""Wrong turns in the gradient by central differences. A function's docstring is what the student reads."""


def _loss(t_u, t_c, w, b):
    return loss_fn(model(t_u, w, b), t_c)


def _slopes(t_u, t_c, w, b, delta):
    along_w = _loss(t_u, t_c, w + delta, b) - _loss(t_u, t_c, w - delta, b)
    along_b = _loss(t_u, t_c, w, b + delta) - _loss(t_u, t_c, w, b - delta)
    return along_w / (2 * delta), along_b / (2 * delta)


def _right(t_u, t_c, w, b, delta):
    along_w = (_loss(t_u, t_c, w + delta, b) - _loss(t_u, t_c, w - delta, b)) / (2 * delta)
    along_b = (_loss(t_u, t_c, w, b + delta) - _loss(t_u, t_c, w, b - delta)) / (2 * delta)
    return torch.stack([along_w, along_b])


def _right_with_slopes(t_u, t_c, w, b, delta):
    along_w, along_b = _slopes(t_u, t_c, w, b, delta)
    return torch.stack([along_w, along_b])


def _right_in_one(t_u, t_c, w, b, delta):
    return torch.stack(_slopes(t_u, t_c, w, b, delta))


def looks_one_way_only(t_u, t_c, w, b, delta):
    """Only the step forward is taken: the loss at `+ delta` is compared with the loss at the point itself.

    A one-sided difference is off by an amount that grows with `delta`, because the loss is curved.
    Looking as far to the left as to the right lets that error cancel. (§5.4.1)
    """
    here = _loss(t_u, t_c, w, b)
    along_w = (_loss(t_u, t_c, w + delta, b) - here) / delta
    along_b = (_loss(t_u, t_c, w, b + delta) - here) / delta
    return torch.stack([along_w, along_b])


def divides_by_delta_only(t_u, t_c, w, b, delta):
    """Both slopes are twice too large: the two points are `2 * delta` apart, not `delta`.

    From `w - delta` to `w + delta` the parameter has moved by `delta` twice. A slope is the change of
    the loss divided by the whole way. (§5.4.1)
    """
    return 2 * torch.stack(_slopes(t_u, t_c, w, b, delta))


def forgets_to_divide(t_u, t_c, w, b, delta):
    """The change of the loss is returned; it is not divided by how far the parameter was moved.

    A difference depends on the `delta` you happened to choose. A gradient is a rate: change of the loss
    per change of the parameter. (§5.4.1)
    """
    return 2 * delta * torch.stack(_slopes(t_u, t_c, w, b, delta))


def multiplies_where_it_should_divide(t_u, t_c, w, b, delta):
    """Brackets are missing: `/ 2.0 * delta` divides by 2 and then multiplies by `delta`.

    Python works from left to right through `/` and `*`. Put the denominator in brackets so that all of
    it is below the line. (§5.4.1)
    """
    return delta**2 * torch.stack(_slopes(t_u, t_c, w, b, delta))


def subtracts_the_wrong_way_round(t_u, t_c, w, b, delta):
    """The sign is turned: the loss at `+ delta` is subtracted from the loss at `- delta`.

    A positive slope must mean that the loss grows with the parameter. Take "after" minus "before".
    (§5.4.1)
    """
    return -torch.stack(_slopes(t_u, t_c, w, b, delta))


def moves_both_at_once(t_u, t_c, w, b, delta):
    """`w` and `b` are moved together, so both slopes are the same number.

    To learn what one parameter does, the other must rest: four losses are needed, two for `w` with `b`
    as it is, two for `b` with `w` as it is. (§5.4.1)
    """
    change = _loss(t_u, t_c, w + delta, b + delta) - _loss(t_u, t_c, w - delta, b - delta)
    slope = change / (2 * delta)
    return torch.stack([slope, slope])


def leaves_w_moved(t_u, t_c, w, b, delta):
    """The slope for `b` is measured at `w + delta`: `w` was not put back.

    The gradient belongs to one point. Every parameter is moved from that same point, so leave `w`
    and `b` as they are and pass `w + delta` on instead of assigning it. (§5.4.1)
    """
    along_w, _ = _slopes(t_u, t_c, w, b, delta)
    _, along_b = _slopes(t_u, t_c, w + delta, b, delta)
    return torch.stack([along_w, along_b])


def differentiates_the_model(t_u, t_c, w, b, delta):
    """This is the slope of the predictions, averaged; the loss does not come into it.

    Training wants to know which way the loss falls. Put the loss of the moved predictions in the
    difference, not the predictions. (§5.4.1)
    """
    along_w = (model(t_u, w + delta, b) - model(t_u, w - delta, b)).mean() / (2 * delta)
    along_b = (model(t_u, w, b + delta) - model(t_u, w, b - delta)).mean() / (2 * delta)
    return torch.stack([along_w, along_b])


def swaps_w_and_b(t_u, t_c, w, b, delta):
    """The two slopes are in the wrong order: first the one for `b`, then the one for `w`.

    The gradient goes with the parameters, element by element, and those are `(w, b)`. (§5.4.1)
    """
    along_w, along_b = _slopes(t_u, t_c, w, b, delta)
    return torch.stack([along_b, along_w])


def returns_a_pair(t_u, t_c, w, b, delta):
    """Two separate values come back instead of one tensor of two elements.

    A tuple cannot be multiplied by a learning rate or subtracted from `params`. Stack the two slopes.
    (§5.4.2)
    """
    return _slopes(t_u, t_c, w, b, delta)
