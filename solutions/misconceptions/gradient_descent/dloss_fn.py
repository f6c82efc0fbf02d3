"""Wrong turns in the derivative of the loss. A function's docstring is what the student reads."""


def forgets_the_mean(t_p, t_c):
    """The division by the number of readings is missing.

    The loss is a mean, so a single prediction moves it only by one Nth of what its own square would.
    Without that the gradient grows with the data, and training leaps too far. (§5.4.2)
    """
    return 2 * (t_p - t_c)


def forgets_the_two(t_p, t_c):
    """The factor 2 is missing: the derivative of a square is twice what was squared.

    Every gradient is half as long as it should be. Only a loss with 1/2 in front loses that factor, and
    this one has none. (§5.4.2)
    """
    return (t_p - t_c) / t_p.size(0)


def keeps_only_the_difference(t_p, t_c):
    """This is the difference alone: both the factor 2 and the division by N are missing.

    Go from the outside in: the mean gives one Nth for each reading, the square gives twice the
    difference. (§5.4.2)
    """
    return t_p - t_c


def turns_the_sign(t_p, t_c):
    """The difference is taken the wrong way round, so every derivative has the wrong sign.

    In the square the order does not matter; in the derivative it does. A prediction that is too high
    must get a positive derivative: raising it further makes the loss worse. (§5.4.2)
    """
    return 2 * (t_c - t_p) / t_p.size(0)


def keeps_the_square(t_p, t_c):
    """The difference is still squared: the power was not brought down.

    The derivative of x² is 2x, not 2x². With the square, too high and too low look the same, and the
    gradient no longer knows which way to go. (§5.4.2)
    """
    return 2 * (t_p - t_c) ** 2 / t_p.size(0)


def averages_already(t_p, t_c):
    """All readings are averaged into one number; one derivative for each prediction is wanted.

    The chain rule multiplies the derivative of each prediction with what that prediction does when `w`
    changes. Once they are averaged it is too late. Only divide by N. (§5.4.2)
    """
    return (2 * (t_p - t_c)).mean()


def adds_up_already(t_p, t_c):
    """The derivatives are already added up; one for each prediction is wanted.

    The sum over the readings comes at the very end, in `grad_fn`, after each derivative was multiplied
    by that of its prediction. (§5.4.2)
    """
    return (2 * (t_p - t_c)).sum()


def divides_by_eleven(t_p, t_c):
    """The division is by 11, whatever the number of readings.

    That fits the thermometer and nothing else. Ask the tensor how many predictions it holds. (§5.4.2)
    """
    return 2 * (t_p - t_c) / 11


def divides_twice(t_p, t_c):
    """The division by the number of readings happens twice.

    One mean gives one division. If you average with `mean()` somewhere, do not divide by `size(0)` as
    well. (§5.4.2)
    """
    return 2 * (t_p - t_c) / t_p.size(0) ** 2


def takes_the_sign(t_p, t_c):
    """This is the derivative of the mean absolute error: only the sign of each difference is left.

    The loss here is squared, so its slope grows with the distance: far off means steep, close means
    flat. (§5.4.2)
    """
    return torch.sign(t_p - t_c) / t_p.size(0)


def returns_the_loss(t_p, t_c):
    """This is the loss itself, not its derivative.

    The question is not how large the error is but how fast it changes when a prediction moves. Work the
    derivative out on paper first. (§5.4.2)
    """
    return ((t_p - t_c) ** 2).mean()


def derives_with_autograd(t_p, t_c):
    """The values are right, but autograd computed them; here the derivative is to be written out.

    Autograd comes in the next section. To see what it does for you, write the derivative of the
    mean of squares as a formula in `t_p` and `t_c`. (§5.4.2)
    """
    predictions = t_p.detach().clone().requires_grad_()
    loss_fn(predictions, t_c).backward()
    return predictions.grad
