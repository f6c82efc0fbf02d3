"""Mistakes in the gradient by the chain rule. The student reads a function's docstring."""


def _right(t_u, t_c, t_p, w, b):
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def averages_again(t_u, t_c, t_p, w, b):
    """You average over the readings, but `dloss_fn` has already divided by N.

    The division by N comes from the mean in the loss, so it happens only once. Now the chain rule needs a sum
    over all readings. A mean makes the gradient N times too small. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * t_u).mean(), each.mean()])


def forgets_the_mean(t_u, t_c, t_p, w, b):
    """The division by the number of readings is missing, so the gradient is N times too large.

    The loss is a mean, and its derivative keeps the division. `dloss_fn` contains it: use that function
    instead of writing the difference again. (§5.4.2)
    """
    each = 2 * (t_p - t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def forgets_the_two(t_u, t_c, t_p, w, b):
    """The gradient is half as large as it should be: the factor 2 of the square is missing.

    The derivative of a square is twice what was squared. `dloss_fn` contains that factor: use that function
    instead of writing the difference again. (§5.4.2)
    """
    each = (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def keeps_one_for_each_reading(t_u, t_c, t_p, w, b):
    """You do not add up over the readings: there is one gradient for each reading.

    All readings share the same `w` and `b`. A change of `w` changes every prediction. So its derivative is
    the sum over all readings, and the same is true for `b`. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each * t_u, each])


def forgets_the_inputs(t_u, t_c, t_p, w, b):
    """The derivative of the model with respect to `w` is missing, so `w` gets the gradient of `b`.

    The chain rule has two factors. One says how the loss changes with a prediction, the other how that
    prediction changes with the parameter. For `w` the second factor is not 1. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum(), each.sum()])


def adds_up_before_multiplying(t_u, t_c, t_p, w, b):
    """You add up first and then multiply. Multiply first and then add up.

    The error of each reading belongs to its own input. Multiply element by element, and take the sum over the
    readings last. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum() * t_u.sum(), each.sum()])


def multiplies_with_the_mean_input(t_u, t_c, t_p, w, b):
    """You multiply every error by the average reading instead of its own reading.

    A change of `w` moves the prediction of a large reading more than that of a small one. The gradient for
    `w` must contain that. Multiply element by element, then add up. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum() * t_u.mean(), each.sum()])


def keeps_the_weight(t_u, t_c, t_p, w, b):
    """You use `w * t_u` where the derivative of the model with respect to `w` belongs.

    You copied the term from the model instead of its derivative. In its derivative with respect to `w`, `w`
    disappears. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * w * t_u).sum(), each.sum()])


def thinks_b_does_not_matter(t_u, t_c, t_p, w, b):
    """The gradient for `b` is 0. You treat `b` as a constant.

    Training learns `b`, as it learns `w`. Raising `b` raises every prediction by the same amount, and this
    changes the loss. (§5.4.2)
    """
    along_w = (dloss_fn(t_p, t_c) * t_u).sum()
    return torch.stack([along_w, torch.zeros_like(along_w)])


def swaps_w_and_b(t_u, t_c, t_p, w, b):
    """The two derivatives are in the wrong order: first the one for `b`, then the one for `w`.

    The update subtracts the gradient from `params` element by element. The order in `params` is `(w, b)`.
    (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum(), (each * t_u).sum()])


def points_downhill(t_u, t_c, t_p, w, b):
    """The gradient has the wrong sign: it points to where the loss falls.

    A gradient must point to where the loss grows. The minus sign belongs to the update. With two minus signs,
    every step makes the loss larger. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return -torch.stack([(each * t_u).sum(), each.sum()])


def predicts_again(t_u, t_c, t_p, w, b):
    """You do not use the predictions `t_p` that the caller passed. You run the model again.

    The caller has already done the forward pass and gives you its result. A second pass costs time, and it is
    wrong if `t_p` comes from somewhere else. (§5.4.2)
    """
    each = dloss_fn(model(t_u, w, b), t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def derives_with_autograd(t_u, t_c, t_p, w, b):
    """You compute this gradient with autograd. Here you must compute it by hand.

    Autograd comes in the next section. It does exactly this. It takes the derivative of the loss with respect
    to each prediction. It multiplies that by the derivative of the prediction with respect to each parameter.
    Then it adds up. (§5.4.2)
    """
    params = torch.stack([torch.as_tensor(w), torch.as_tensor(b)]).float().detach().requires_grad_()
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def returns_a_pair(t_u, t_c, t_p, w, b):
    """You return two separate values. Return one tensor of two elements.

    You cannot multiply a tuple by a learning rate or subtract it from `params`. Stack the two derivatives.
    (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return (each * t_u).sum(), each.sum()
