"""Wrong turns in the gradient by the chain rule. A function's docstring is what the student reads."""


def _right(t_u, t_c, t_p, w, b):
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def averages_again(t_u, t_c, t_p, w, b):
    """The contributions of the readings are averaged, but `dloss_fn` has divided by N already.

    The mean of the loss is differentiated once. What the chain rule asks for now is a sum over all
    readings; averaging makes the gradient N times too short. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * t_u).mean(), each.mean()])


def forgets_the_mean(t_u, t_c, t_p, w, b):
    """The division by the number of readings is missing, so the gradient is N times too long.

    The loss is a mean, and its derivative keeps the division. `dloss_fn` does it for you: use it instead
    of writing the difference again. (§5.4.2)
    """
    each = 2 * (t_p - t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def forgets_the_two(t_u, t_c, t_p, w, b):
    """The gradient is half as long as it should be: the factor 2 of the square is missing.

    The derivative of a square is twice what was squared. `dloss_fn` has that factor: use it instead of
    writing the difference again. (§5.4.2)
    """
    each = (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def keeps_one_for_each_reading(t_u, t_c, t_p, w, b):
    """The contributions are not added up: there is one gradient for each reading.

    All readings share the same `w` and `b`. To move `w` is to move every prediction, so its derivative
    is the sum of all contributions, and so is that of `b`. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each * t_u, each])


def forgets_the_inputs(t_u, t_c, t_p, w, b):
    """The derivative of the model by `w` is missing, so `w` gets the gradient of `b`.

    The chain rule has two factors: how the loss changes with a prediction, and how that prediction
    changes with the parameter. For `w` the second one is not 1. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum(), each.sum()])


def adds_up_before_multiplying(t_u, t_c, t_p, w, b):
    """Sums are multiplied where products should be summed.

    Each reading's error belongs with its own input. Multiply element by element first; the sum over the
    readings comes last. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum() * t_u.sum(), each.sum()])


def multiplies_with_the_mean_input(t_u, t_c, t_p, w, b):
    """Every error is multiplied by the average reading instead of its own.

    A large reading moves its prediction more than a small one does, and the gradient for `w` has to know
    that. Multiply element by element, then add up. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum() * t_u.mean(), each.sum()])


def keeps_the_weight(t_u, t_c, t_p, w, b):
    """`w * t_u` stands where the derivative of the model by `w` belongs.

    The term was copied from the model and not differentiated: `w` drops out of its own derivative.
    (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([(each * w * t_u).sum(), each.sum()])


def thinks_b_does_not_matter(t_u, t_c, t_p, w, b):
    """The gradient for `b` is 0, as if `b` were a constant.

    `b` is learned like `w`. Raising it raises every prediction by the same amount, and the loss notices.
    (§5.4.2)
    """
    along_w = (dloss_fn(t_p, t_c) * t_u).sum()
    return torch.stack([along_w, torch.zeros_like(along_w)])


def swaps_w_and_b(t_u, t_c, t_p, w, b):
    """The two derivatives are in the wrong order: first the one for `b`, then the one for `w`.

    The gradient is subtracted from `params`, element by element, and those are `(w, b)`. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return torch.stack([each.sum(), (each * t_u).sum()])


def points_downhill(t_u, t_c, t_p, w, b):
    """The gradient has the wrong sign: it points downhill.

    A gradient says where the loss grows. The minus sign belongs to the update, which goes against it; if
    both have one, training climbs. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return -torch.stack([(each * t_u).sum(), each.sum()])


def predicts_again(t_u, t_c, t_p, w, b):
    """The predictions `t_p` that were passed are not used: the model is run again.

    The caller has done the forward pass already and hands you the result. Running it again costs time,
    and is wrong where `t_p` came from somewhere else. (§5.4.2)
    """
    each = dloss_fn(model(t_u, w, b), t_c)
    return torch.stack([(each * t_u).sum(), each.sum()])


def derives_with_autograd(t_u, t_c, t_p, w, b):
    """Autograd computes this gradient; here it is to be put together by hand.

    Autograd comes in the next section. What it does for you is just this: the derivative of the loss by
    each prediction, times the derivative of that prediction by each parameter, added up. (§5.4.2)
    """
    params = torch.stack([torch.as_tensor(w), torch.as_tensor(b)]).float().detach().requires_grad_()
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def returns_a_pair(t_u, t_c, t_p, w, b):
    """Two separate values come back instead of one tensor of two elements.

    A tuple cannot be multiplied by a learning rate or subtracted from `params`. Stack the two
    derivatives. (§5.4.2)
    """
    each = dloss_fn(t_p, t_c)
    return (each * t_u).sum(), each.sum()
