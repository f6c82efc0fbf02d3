"""Mistakes in the gradient of the quadratic model. The student reads a function's docstring."""


def _each(t_p, t_c):
    return 2 * (t_p - t_c) / t_p.size(0)


def _gradient(each, t_u):
    return torch.stack([(each * t_u**2).sum(), (each * t_u).sum(), each.sum()])


def _right(t_u, t_c, t_p, w2, w1, b):
    return _gradient(_each(t_p, t_c), t_u)


def averages_again(t_u, t_c, t_p, w2, w1, b):
    """You average over the readings, but the division by N has already happened.

    The division by N comes from the mean in the loss, so it happens only once. Now the chain rule needs a sum
    over all readings. A mean makes the gradient N times too small. (§5.4.2)
    """
    return _gradient(_each(t_p, t_c), t_u) / t_p.size(0)


def forgets_the_mean(t_u, t_c, t_p, w2, w1, b):
    """The division by the number of readings is missing, so the gradient is N times too large.

    The loss is a mean, and its derivative keeps the division. (§5.4.2)
    """
    return _gradient(2 * (t_p - t_c), t_u)


def forgets_the_two(t_u, t_c, t_p, w2, w1, b):
    """The gradient is half as large as it should be: the factor 2 of the squared error is missing.

    The derivative of a square is twice what was squared, here twice the error. (§5.4.2)
    """
    return _gradient((t_p - t_c) / t_p.size(0), t_u)


def keeps_one_for_each_reading(t_u, t_c, t_p, w2, w1, b):
    """You do not add up over the readings: there is one gradient for each reading.

    All readings share the same three parameters. A change of one of them changes every prediction. So its
    derivative is the sum over all readings. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([each * t_u**2, each * t_u, each])


def forgets_to_square(t_u, t_c, t_p, w2, w1, b):
    """`w2` gets the gradient of `w1`: you do not square its readings.

    The model multiplies `w2` by `t_u ** 2`. So the derivative of a prediction with respect to `w2` is
    `t_u ** 2`. (§5.7)
    """
    along_w1 = (_each(t_p, t_c) * t_u).sum()
    return torch.stack([along_w1, along_w1, _each(t_p, t_c).sum()])


def derives_by_the_reading(t_u, t_c, t_p, w2, w1, b):
    """You use `2 * t_u` as the derivative with respect to `w2`. That is a derivative with respect to the
    reading.

    The rule for `x ** 2` is for an `x` that changes. Here `t_u` is given, and `w2` changes. Its factor
    `t_u ** 2` stays as it is. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * 2 * t_u).sum(), (each * t_u).sum(), each.sum()])


def keeps_the_weights(t_u, t_c, t_p, w2, w1, b):
    """You use the terms of the model instead of their derivatives: the weights are still in them.

    The derivative of `w2 * t_u ** 2` with respect to `w2` is `t_u ** 2`. In its own derivative, the weight
    disappears. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * w2 * t_u**2).sum(), (each * w1 * t_u).sum(), each.sum()])


def squares_the_errors_too(t_u, t_c, t_p, w2, w1, b):
    """For `w2`, you square error and reading together.

    The model squares only the reading. Write `each * t_u ** 2`, not `(each * t_u) ** 2`. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([((each * t_u) ** 2).sum(), (each * t_u).sum(), each.sum()])


def squares_the_sum(t_u, t_c, t_p, w2, w1, b):
    """For `w2`, you add up the readings before you square them.

    The error of each reading belongs to its own square. Square and multiply element by element, and take the
    sum last. (§5.4.2)
    """
    each = _each(t_p, t_c)
    return torch.stack([each.sum() * t_u.sum() ** 2, (each * t_u).sum(), each.sum()])


def keeps_the_gradient_of_the_line(t_u, t_c, t_p, w2, w1, b):
    """The gradient has two elements. There are three parameters.

    Each new term in the model adds a derivative to the gradient. The one for `w2` comes first. (§5.7)
    """
    each = _each(t_p, t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def thinks_b_does_not_matter(t_u, t_c, t_p, w2, w1, b):
    """The gradient for `b` is 0. You treat `b` as a constant.

    Training learns `b`, as it learns the weights. Raising `b` raises every prediction by the same amount, and
    this changes the loss. (§5.4.2)
    """
    gradient = _gradient(_each(t_p, t_c), t_u)
    return gradient * torch.tensor([1.0, 1.0, 0.0], device=t_u.device)


def gives_them_backwards(t_u, t_c, t_p, w2, w1, b):
    """The derivatives are in reverse order: the one for `b` comes first, the one for `w2` last.

    The update subtracts the gradient from `params` element by element. The order in `params` is
    `(w2, w1, b)`. (§5.7)
    """
    return _gradient(_each(t_p, t_c), t_u).flip(0)


def points_downhill(t_u, t_c, t_p, w2, w1, b):
    """The gradient has the wrong sign: it points to where the loss falls.

    A gradient must point to where the loss grows. The minus sign belongs to the update. With two minus signs,
    every step makes the loss larger. (§5.4.2)
    """
    return -_gradient(_each(t_p, t_c), t_u)


def predicts_again(t_u, t_c, t_p, w2, w1, b):
    """You do not use the predictions `t_p` that the caller passed. You run the model again.

    The caller has already done the forward pass and gives you its result. A second pass costs time, and it is
    wrong if `t_p` comes from somewhere else. (§5.4.2)
    """
    return _gradient(_each(model(t_u, w2, w1, b), t_c), t_u)


def derives_with_autograd(t_u, t_c, t_p, w2, w1, b):
    """You compute this gradient with autograd. Here you must compute it by hand.

    Autograd does exactly this. It takes the derivative of the loss with respect to each prediction. It
    multiplies that by the derivative of the prediction with respect to each parameter. Then it adds up.
    (§5.4.2)
    """
    params = torch.zeros(3, device=t_u.device, requires_grad=True)
    (_each(t_p, t_c) * model(t_u, *params)).sum().backward()
    return params.grad


def returns_three_values(t_u, t_c, t_p, w2, w1, b):
    """You return three separate values. Return one tensor of three elements.

    You cannot multiply a tuple by a learning rate or subtract it from `params`. Stack the derivatives.
    (§5.4.2)
    """
    return tuple(_gradient(_each(t_p, t_c), t_u))


def divides_by_the_number_of_parameters(t_u, t_c, t_p, w2, w1, b):
    """You divide by 3, the number of parameters. Divide by the number of readings.

    The loss is a mean over the readings, and its derivative keeps that division. (§5.4.2)
    """
    return _gradient(2 * (t_p - t_c) / 3, t_u)
