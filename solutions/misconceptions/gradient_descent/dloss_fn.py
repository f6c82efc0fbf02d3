"""Mistakes in the derivative of the loss. The student reads a function's docstring."""


def forgets_the_mean(t_p, t_c):
    """The division by the number of readings is missing.

    The loss is a mean, so a single prediction changes it by only 1/N of its own square. Without the division,
    the gradient grows with the number of readings, and the steps become too large. (§5.4.2)
    """
    return 2 * (t_p - t_c)


def forgets_the_two(t_p, t_c):
    """The factor 2 is missing: the derivative of a square is twice what was squared.

    Every gradient is only half as large as it should be. You may leave out the 2 only for a loss with 1/2 in
    front. This loss has none. (§5.4.2)
    """
    return (t_p - t_c) / t_p.size(0)


def keeps_only_the_difference(t_p, t_c):
    """This is only the difference: both the factor 2 and the division by N are missing.

    Work from the outside to the inside. The mean gives 1/N for each reading, and the square gives twice the
    difference. (§5.4.2)
    """
    return t_p - t_c


def turns_the_sign(t_p, t_c):
    """You subtract in the wrong order, so every derivative has the wrong sign.

    In the square, the order does not matter. In the derivative, it does. A prediction that is too high must
    get a positive derivative, because raising it makes the loss larger. (§5.4.2)
    """
    return 2 * (t_c - t_p) / t_p.size(0)


def keeps_the_square(t_p, t_c):
    """The difference is still squared: you did not reduce the power.

    The derivative of x² is 2x, not 2x². With the square, too high and too low look the same. Then the
    gradient does not show the direction. (§5.4.2)
    """
    return 2 * (t_p - t_c) ** 2 / t_p.size(0)


def averages_already(t_p, t_c):
    """You average all readings into one number. Return one derivative for each prediction.

    The chain rule needs the derivative of each prediction. It multiplies it by the change of that prediction
    when `w` changes. After averaging, this is not possible any more. Only divide by N. (§5.4.2)
    """
    return (2 * (t_p - t_c)).mean()


def adds_up_already(t_p, t_c):
    """You already add up the derivatives. Return one for each prediction.

    The sum over the readings comes at the very end, in `grad_fn`. First each derivative is multiplied by the
    derivative of its prediction. (§5.4.2)
    """
    return (2 * (t_p - t_c)).sum()


def divides_by_eleven(t_p, t_c):
    """You divide by 11, whatever the number of readings.

    That is right for the thermometer data only. Ask the tensor how many predictions it holds. (§5.4.2)
    """
    return 2 * (t_p - t_c) / 11


def divides_twice(t_p, t_c):
    """You divide by the number of readings twice.

    There is one mean, so there is one division. If you already use `mean()`, do not divide by `size(0)` as
    well. (§5.4.2)
    """
    return 2 * (t_p - t_c) / t_p.size(0) ** 2


def takes_the_sign(t_p, t_c):
    """This is the derivative of the mean absolute error: only the sign of each difference remains.

    Here the loss is squared, so its slope grows with the distance. Far from the target the slope is large,
    near the target it is small. (§5.4.2)
    """
    return torch.sign(t_p - t_c) / t_p.size(0)


def returns_the_loss(t_p, t_c):
    """This is the loss itself, not its derivative.

    The derivative does not say how large the error is. It says how fast the error changes when a prediction
    changes. Work it out on paper first. (§5.4.2)
    """
    return ((t_p - t_c) ** 2).mean()


def derives_with_autograd(t_p, t_c):
    """The values are right, but autograd computed them. Here you must write the formula yourself.

    Autograd comes in the next section. To understand what it does, write the derivative of the mean of
    squares as a formula in `t_p` and `t_c`. (§5.4.2)
    """
    predictions = t_p.detach().clone().requires_grad_()
    loss_fn(predictions, t_c).backward()
    return predictions.grad
