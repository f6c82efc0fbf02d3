"""Wrong turns in the gradient of the quadratic model. A function's docstring is what the student reads."""


def _each(t_p, t_c):
    return 2 * (t_p - t_c) / t_p.size(0)


def _gradient(each, t_u):
    return torch.stack([(each * t_u**2).sum(), (each * t_u).sum(), each.sum()])


def _right(t_u, t_c, t_p, w2, w1, b):
    return _gradient(_each(t_p, t_c), t_u)


def averages_again(t_u, t_c, t_p, w2, w1, b):
    """The contributions of the readings are averaged, and the division by N has been done already.

    The mean of the loss is differentiated once. What the chain rule asks for now is a sum over all
    readings; averaging makes the gradient N times too short. (§5.4.2)
    """
    return _gradient(_each(t_p, t_c), t_u) / t_p.size(0)


def forgets_the_mean(t_u, t_c, t_p, w2, w1, b):
    """The division by the number of readings is missing, so the gradient is N times too long.

    The loss is a mean, and its derivative keeps the division. (§5.4.2)
    """
    return _gradient(2 * (t_p - t_c), t_u)


def forgets_the_two(t_u, t_c, t_p, w2, w1, b):
    """The gradient is half as long as it should be: the factor 2 of the squared error is missing.

    The derivative of a square is twice what was squared, here twice the error. (§5.4.2)
    """
    return _gradient((t_p - t_c) / t_p.size(0), t_u)


def keeps_one_for_each_reading(t_u, t_c, t_p, w2, w1, b):
    """The contributions are not added up: there is one gradient for each reading.

    All readings share the same three parameters. To move one is to move every prediction, so its derivative
    is the sum of all contributions. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([each * t_u**2, each * t_u, each])


def forgets_to_square(t_u, t_c, t_p, w2, w1, b):
    """`w2` gets the gradient of `w1`: its readings are not squared.

    `w2` is multiplied with `t_u ** 2`, so that is how a prediction changes with it. (§5.7)
    """
    along_w1 = (_each(t_p, t_c) * t_u).sum()
    return torch.stack([along_w1, along_w1, _each(t_p, t_c).sum()])


def derives_by_the_reading(t_u, t_c, t_p, w2, w1, b):
    """`2 * t_u` stands where the derivative by `w2` belongs: that is a derivative by the reading.

    The rule for `x ** 2` is for an `x` that changes. Here `t_u` is given, and `w2` changes: its factor stays
    as it is, `t_u ** 2`. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * 2 * t_u).sum(), (each * t_u).sum(), each.sum()])


def keeps_the_weights(t_u, t_c, t_p, w2, w1, b):
    """The terms of the model stand where their derivatives belong, with the weights still in them.

    `w2 * t_u ** 2` changes with `w2` by `t_u ** 2`: a weight drops out of its own derivative. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * w2 * t_u**2).sum(), (each * w1 * t_u).sum(), each.sum()])


def squares_the_errors_too(t_u, t_c, t_p, w2, w1, b):
    """For `w2`, error and reading are squared together.

    Only the reading is squared in the model: `each * t_u ** 2`, not `(each * t_u) ** 2`. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([((each * t_u) ** 2).sum(), (each * t_u).sum(), each.sum()])


def squares_the_sum(t_u, t_c, t_p, w2, w1, b):
    """For `w2`, the readings are summed before they are squared.

    Each reading's error belongs with its own square. Square and multiply element by element; the sum comes
    last. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([each.sum() * t_u.sum() ** 2, (each * t_u).sum(), each.sum()])


def keeps_the_gradient_of_the_line(t_u, t_c, t_p, w2, w1, b):
    """The gradient has two elements; there are three parameters.

    A new term in the model is a new derivative in the gradient. That of `w2` comes first. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def thinks_b_does_not_matter(t_u, t_c, t_p, w2, w1, b):
    """The gradient for `b` is 0, as if `b` were a constant.

    `b` is learned like the weights. Raising it raises every prediction by the same amount, and the loss
    notices. (§5.4.2)
    """
    gradient = _gradient(_each(t_p, t_c), t_u)
    return gradient * torch.tensor([1.0, 1.0, 0.0], device=t_u.device)


def gives_them_backwards(t_u, t_c, t_p, w2, w1, b):
    """The derivatives are in reverse order: first the one for `b`, last the one for `w2`.

    The gradient is subtracted from `params`, element by element, and those are `(w2, w1, b)`. (§5.7)
    """
    return _gradient(_each(t_p, t_c), t_u).flip(0)


def points_downhill(t_u, t_c, t_p, w2, w1, b):
    """The gradient has the wrong sign: it points downhill.

    A gradient says where the loss grows. The minus sign belongs to the update, which goes against it; if
    both have one, training climbs. (§5.4.2)
    """
    return -_gradient(_each(t_p, t_c), t_u)


def predicts_again(t_u, t_c, t_p, w2, w1, b):
    """The predictions `t_p` that were passed are not used: the model is run again.

    The caller has done the forward pass already and hands you the result. Running it again costs time,
    and is wrong where `t_p` came from somewhere else. (§5.4.2)
    """
    return _gradient(_each(model(t_u, w2, w1, b), t_c), t_u)


def derives_with_autograd(t_u, t_c, t_p, w2, w1, b):
    """Autograd computes this gradient; here it is to be put together by hand.

    What autograd does for you is just this: the derivative of the loss by each prediction, times the
    derivative of that prediction by each parameter, added up. (§5.4.2)
    """
    params = torch.zeros(3, device=t_u.device, requires_grad=True)
    (_each(t_p, t_c) * model(t_u, *params)).sum().backward()
    return params.grad


def returns_three_values(t_u, t_c, t_p, w2, w1, b):
    """Three separate values come back instead of one tensor of three elements.

    A tuple cannot be multiplied by a learning rate or subtracted from `params`. Stack the
    derivatives. (§5.4.2)
    """
    return tuple(_gradient(_each(t_p, t_c), t_u))
