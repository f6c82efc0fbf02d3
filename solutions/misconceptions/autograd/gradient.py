"""Wrong turns in reading one gradient. A function's docstring is what the student reads."""


def _right(params, t_u, t_c):
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def keeps_the_old_gradient(params, t_u, t_c):
    """What `params.grad` held before your call is still in the result.

    `backward()` adds to `.grad`, it does not replace what is there. Somebody may have called it before you,
    so clear `.grad` first, and then go forward and backward. (§5.5.1)
    """
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_what_is_none(params, t_u, t_c):
    """You zero `params.grad` where there is none yet: it is `None` until the first `backward()`.

    A fresh leaf tensor has no gradient at all, and `None` has no `zero_()`. Ask whether `.grad` is `None`
    before you zero it, or set it to `None` yourself. (§5.5.1)
    """
    params.grad.zero_()
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_after_backward(params, t_u, t_c):
    """You find the gradient and then wipe it out: the result is zero.

    `zero_()` works in place, on the very tensor that you return. Clear what is left over before `backward()`;
    afterwards `.grad` holds what you want. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    params.grad.zero_()
    return params.grad


def returns_what_backward_returns(params, t_u, t_c):
    """`None` comes back: either what `backward()` returns, or the `.grad` of something that is no leaf.

    `backward()` leaves its results in the `.grad` of the leaf tensors and gives nothing back. The loss is no
    leaf, nor are a clone, or `w` and `b` taken out of `params`. Call `backward()` on a line of its own, then
    return `params.grad`. (§5.5.1)
    """
    params.grad = None
    return loss_fn(model(t_u, *params), t_c).backward()


def returns_the_loss(params, t_u, t_c):
    """You return the loss, not its gradient.

    The loss is one number that says how wrong the predictions are. Which way it falls, for `w` and for `b`,
    stands in `params.grad` after `backward()`. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return loss


def forgets_the_mean(params, t_u, t_c):
    """You call `backward()` on a whole tensor of errors; it needs a single number.

    The gradient is that of *one* loss. Squared differences are still one number per reading: take their mean,
    as `loss_fn` does, and go backward from there. (§5.5.1)
    """
    params.grad = None
    squared_diffs = (model(t_u, *params) - t_c) ** 2
    squared_diffs.backward()
    return params.grad


def sums_instead_of_the_mean(params, t_u, t_c):
    """Your gradient is N times too large: that of the sum of the squared errors, not of their mean.

    With the sum, more readings make a larger gradient, and every learning rate suits one number of readings
    only. Use `loss_fn` as it is given: it takes the mean. (§5.5.1)
    """
    params.grad = None
    ((model(t_u, *params) - t_c) ** 2).sum().backward()
    return params.grad


def differentiates_the_predictions(params, t_u, t_c):
    """Your gradient is that of the predictions: `t_c` plays no part in it.

    You go backward from what the model says, so you learn how predictions grow and not how the error falls.
    Put the predictions and `t_c` into `loss_fn` first. (§5.5.1)
    """
    params.grad = None
    model(t_u, *params).mean().backward()
    return params.grad


def points_downhill(params, t_u, t_c):
    """The sign is wrong: you return the way down, and the gradient points up.

    The gradient says where the loss *grows*. The minus belongs to the update, which steps against it; put it
    in both places and training climbs. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return -params.grad


def reads_the_grad_of_another_tensor(params, t_u, t_c):
    """You go backward from a copy of `params`, and then read the `.grad` of the original.

    `backward()` fills the `.grad` of the tensor that the loss was computed from. `detach()` and a new tensor
    cut the tie to `params`: compute with `params` itself. (§5.5.1)
    """
    copy = params.detach().clone().requires_grad_()
    loss_fn(model(t_u, *copy), t_c).backward()
    return params.grad


def returns_a_list(params, t_u, t_c):
    """You return a Python list; a tensor of 2 is asked for.

    The numbers are right, but nobody can compute with a list: `learning_rate * gradient` fails. Leave out
    `tolist()` and return the tensor. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad.tolist()


def forgets_backward(params, t_u, t_c):
    """`backward()` never runs, so there is no gradient: the call is missing, or its brackets are.

    Computing the loss finds no gradient yet, and `loss.backward` without brackets only names what could be
    called. Write `loss.backward()` before you read `params.grad`. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward
    return params.grad


def goes_backward_without_a_graph(params, t_u, t_c):
    """`backward()` finds no graph to walk: there was none, or an earlier `backward()` has used it up.

    Under `torch.no_grad()`, after `detach()`, and with plain numbers from `item()`, autograd takes no notes.
    Compute the loss with `params` itself, and call `backward()` once. (§5.5.1)
    """
    params.grad = None
    with torch.no_grad():
        loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad


def reads_the_grad_of_w_and_b(params, t_u, t_c):
    """You compute with a `None`: `w` and `b`, taken out of `params`, have no `.grad`.

    They are results of taking `params` apart, and no leaves. `backward()` follows them back and leaves both
    numbers in `params.grad`. Itself, it returns `None`, too. (§5.5.1)
    """
    params.grad = None
    w, b = params
    loss_fn(model(t_u, w, b), t_c).backward()
    return torch.stack([w.grad, b.grad])
