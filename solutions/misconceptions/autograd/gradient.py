"""Mistakes in reading one gradient. The student reads a function's docstring."""


def _right(params, t_u, t_c):
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def keeps_the_old_gradient(params, t_u, t_c):
    """The result still contains the old value of `params.grad` from before your call.

    `backward()` adds to `.grad`, it does not replace the old value. Other code may have called it before you.
    So first clear `.grad`, then go forward and backward. (§5.5.1)
    """
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_what_is_none(params, t_u, t_c):
    """You zero `params.grad` when there is no gradient yet. It is `None` until the first `backward()`.

    A new leaf tensor has no gradient, and `None` has no `zero_()`. Test whether `.grad` is `None` before you
    zero it, or set `.grad` to `None`. (§5.5.1)
    """
    params.grad.zero_()
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_after_backward(params, t_u, t_c):
    """You compute the gradient and then delete it: the result is zero.

    `zero_()` works in place, on the same tensor that you return. Clear the old gradient before `backward()`.
    Afterwards `.grad` holds the result. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    params.grad.zero_()
    return params.grad


def returns_what_backward_returns(params, t_u, t_c):
    """You return `None`: either the result of `backward()`, or the `.grad` of a tensor that is not a leaf.

    `backward()` stores its results in the `.grad` of the leaf tensors and returns nothing. The loss is not a
    leaf. A clone is not a leaf, and neither are `w` and `b` taken from `params`. Call `backward()` on its own
    line, then return `params.grad`. (§5.5.1)
    """
    params.grad = None
    return loss_fn(model(t_u, *params), t_c).backward()


def returns_the_loss(params, t_u, t_c):
    """You return the loss, not its gradient.

    The loss is one number that says how wrong the predictions are. After `backward()`, `params.grad` says in
    which direction it grows, for `w` and for `b`. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return loss


def forgets_the_mean(params, t_u, t_c):
    """You call `backward()` on a whole tensor of errors. It needs a single number.

    The gradient belongs to *one* loss. The squared differences are one number for each reading. Take their
    mean, as `loss_fn` does, and go backward from there. (§5.5.1)
    """
    params.grad = None
    squared_diffs = (model(t_u, *params) - t_c) ** 2
    squared_diffs.backward()
    return params.grad


def sums_instead_of_the_mean(params, t_u, t_c):
    """Your gradient is N times too large: it belongs to the sum of the squared errors, not to their mean.

    With the sum, more readings make a larger gradient. Then a learning rate is right for only one number of
    readings. Use the given `loss_fn`, which takes the mean. (§5.5.1)
    """
    params.grad = None
    ((model(t_u, *params) - t_c) ** 2).sum().backward()
    return params.grad


def differentiates_the_predictions(params, t_u, t_c):
    """This is the gradient of the predictions: you do not use `t_c`.

    You go backward from the predictions. That shows how the predictions grow, not how the error falls. First
    put the predictions and `t_c` into `loss_fn`. (§5.5.1)
    """
    params.grad = None
    model(t_u, *params).mean().backward()
    return params.grad


def points_downhill(params, t_u, t_c):
    """The sign is wrong: you return the direction in which the loss falls.

    The gradient says where the loss *grows*. The minus sign belongs to the update. With two minus signs,
    every step makes the loss larger. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return -params.grad


def reads_the_grad_of_another_tensor(params, t_u, t_c):
    """You go backward from a copy of `params`, and then you read the `.grad` of the original.

    `backward()` fills the `.grad` of the tensor that you used for the loss. `detach()` or a new tensor has no
    connection to `params`. Compute the loss with `params` itself. (§5.5.1)
    """
    copy = params.detach().clone().requires_grad_()
    loss_fn(model(t_u, *copy), t_c).backward()
    return params.grad


def returns_a_list(params, t_u, t_c):
    """You return a Python list. Return a tensor of 2 elements.

    The numbers are right, but you cannot compute with a list: `learning_rate * gradient` fails. Remove
    `tolist()` and return the tensor. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad.tolist()


def forgets_backward(params, t_u, t_c):
    """`backward()` never runs, so there is no gradient: the call or its brackets are missing.

    Computing the loss does not compute the gradient. And `loss.backward` without brackets does not call the
    method. Write `loss.backward()` before you read `params.grad`. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward
    return params.grad


def goes_backward_without_a_graph(params, t_u, t_c):
    """`backward()` finds no graph. There was none, or an earlier `backward()` has used it already.

    Autograd builds no graph under `torch.no_grad()`, after `detach()`, or with plain numbers from `item()`.
    Compute the loss with `params` itself, and call `backward()` once. (§5.5.1)
    """
    params.grad = None
    with torch.no_grad():
        loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad


def reads_the_grad_of_w_and_b(params, t_u, t_c):
    """You compute with `None`: `w` and `b`, taken from `params`, have no `.grad`.

    They are results of taking `params` apart, so they are not leaves. `backward()` stores both numbers in
    `params.grad`. `backward()` itself also returns `None`. (§5.5.1)
    """
    params.grad = None
    w, b = params
    loss_fn(model(t_u, w, b), t_c).backward()
    return torch.stack([w.grad, b.grad])


def takes_the_params_backwards(params, t_u, t_c):
    """You take `params` apart in the wrong order: as (b, w) instead of (w, b).

    `model` takes the weight first. Write `w, b = params`, and pass them on in this order. (§5.5.1)
    """
    params.grad = None
    loss_fn(model(t_u, params[1], params[0]), t_c).backward()
    return params.grad
