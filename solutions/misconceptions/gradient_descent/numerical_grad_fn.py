"""Mistakes in the gradient by central differences. The student reads a function's docstring."""


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
    """You only step forward: you compare the loss at `+ delta` with the loss at the point itself.

    The loss is a curve, so this difference has an error that grows with `delta`. If you step equally far to
    both sides, that error cancels. (§5.4.1)
    """
    here = _loss(t_u, t_c, w, b)
    along_w = (_loss(t_u, t_c, w + delta, b) - here) / delta
    along_b = (_loss(t_u, t_c, w, b + delta) - here) / delta
    return torch.stack([along_w, along_b])


def divides_by_delta_only(t_u, t_c, w, b, delta):
    """Both slopes are twice too large: the two points are `2 * delta` apart, not `delta`.

    From `w - delta` to `w + delta` the parameter moves by `delta` twice. A slope is the change of the loss
    divided by the whole distance. (§5.4.1)
    """
    return 2 * torch.stack(_slopes(t_u, t_c, w, b, delta))


def forgets_to_divide(t_u, t_c, w, b, delta):
    """You return the change of the loss and do not divide it by the distance between the two points.

    A difference depends on the `delta` that you chose. A gradient is a rate: change of the loss per change of
    the parameter. (§5.4.1)
    """
    return 2 * delta * torch.stack(_slopes(t_u, t_c, w, b, delta))


def multiplies_where_it_should_divide(t_u, t_c, w, b, delta):
    """Brackets are missing: `/ 2.0 * delta` divides by 2 and then multiplies by `delta`.

    Python works from left to right through `/` and `*`. Put brackets around all that you divide by. (§5.4.1)
    """
    return delta**2 * torch.stack(_slopes(t_u, t_c, w, b, delta))


def subtracts_the_wrong_way_round(t_u, t_c, w, b, delta):
    """The sign is wrong: you subtract the loss at `+ delta` from the loss at `- delta`.

    A positive slope must mean that the loss grows with the parameter. Compute "after" minus "before".
    (§5.4.1)
    """
    return -torch.stack(_slopes(t_u, t_c, w, b, delta))


def moves_both_at_once(t_u, t_c, w, b, delta):
    """You change `w` and `b` together, so both slopes are the same number.

    To see the effect of one parameter, do not change the other. You need four losses: two for `w` with the
    same `b`, and two for `b` with the same `w`. (§5.4.1)
    """
    change = _loss(t_u, t_c, w + delta, b + delta) - _loss(t_u, t_c, w - delta, b - delta)
    slope = change / (2 * delta)
    return torch.stack([slope, slope])


def leaves_w_moved(t_u, t_c, w, b, delta):
    """You measure the slope for `b` at `w + delta`: you did not put `w` back.

    The gradient belongs to one point, so move every parameter from that same point. Pass `w + delta` on, and
    do not assign it to `w`. (§5.4.1)
    """
    along_w, _ = _slopes(t_u, t_c, w, b, delta)
    _, along_b = _slopes(t_u, t_c, w + delta, b, delta)
    return torch.stack([along_w, along_b])


def differentiates_the_model(t_u, t_c, w, b, delta):
    """This is the average slope of the predictions: you do not use the loss.

    Training needs the direction in which the loss falls. Take the difference of two losses, not of two
    predictions. (§5.4.1)
    """
    along_w = (model(t_u, w + delta, b) - model(t_u, w - delta, b)).mean() / (2 * delta)
    along_b = (model(t_u, w, b + delta) - model(t_u, w, b - delta)).mean() / (2 * delta)
    return torch.stack([along_w, along_b])


def swaps_w_and_b(t_u, t_c, w, b, delta):
    """The two slopes are in the wrong order: first the one for `b`, then the one for `w`.

    The gradient has the same order as the parameters, and that order is `(w, b)`. (§5.4.1)
    """
    along_w, along_b = _slopes(t_u, t_c, w, b, delta)
    return torch.stack([along_b, along_w])


def returns_a_pair(t_u, t_c, w, b, delta):
    """You return two separate values. Return one tensor of two elements.

    You cannot multiply a tuple by a learning rate or subtract it from `params`. Stack the two slopes.
    (§5.4.2)
    """
    return _slopes(t_u, t_c, w, b, delta)


def moves_by_a_fixed_amount(t_u, t_c, w, b, delta):
    """You move the parameters by 0.1, and only divide by `delta`.

    The same amount must stand in both places. Move by `delta`. (§5.4.1)
    """
    along_w = _loss(t_u, t_c, w + 0.1, b) - _loss(t_u, t_c, w - 0.1, b)
    along_b = _loss(t_u, t_c, w, b + 0.1) - _loss(t_u, t_c, w, b - 0.1)
    return torch.stack([along_w / (2 * delta), along_b / (2 * delta)])
