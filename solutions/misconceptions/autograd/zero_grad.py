"""Mistakes in clearing a gradient. The student reads a function's docstring."""


def forgets_that_there_may_be_none(params):
    """`params.grad` is `None` until the first `backward()`, and you cannot zero `None`.

    In the first epoch there is nothing to clear yet. Test whether `.grad` is `None` before you zero it, or
    always set it to `None`. (§5.5.1)
    """
    params.grad.zero_()


def clears_only_a_name(params):
    """Your function changes nothing: `params.grad` still holds its old value.

    Either it acts only if `.grad` is `None`, or it changes something else. `grad = params.grad` makes a
    second name, and `grad = 0` then changes only that name. `clone()` makes a new tensor. Change `.grad`
    itself: in place, or by assigning to `params.grad`. (§5.5.1)
    """
    grad = params.grad
    if grad is not None:
        grad = torch.zeros_like(grad)


def returns_zeros(params):
    """You return new zeros and do not change `params.grad`.

    "In place" means that the function changes the tensor that the caller passed. The caller ignores the
    return value. Clear `params.grad` itself. (§5.5.1)
    """
    return torch.zeros_like(params)


def zeroes_the_parameters(params):
    """You set the parameters to zero and do not change their gradient.

    `params` holds `w` and `b`, which is all that the model has learned. The gradient is another tensor,
    `params.grad`. Clear that one. (§5.5.1)
    """
    with torch.no_grad():
        params.zero_()


def zeroes_both(params):
    """You set both the gradient and the parameters to zero.

    Clear only `params.grad`. `params` itself holds `w` and `b`: without them, training starts again from zero
    in every epoch. (§5.5.1)
    """
    with torch.no_grad():
        params.zero_()
    if params.grad is not None:
        params.grad.zero_()


def zeroes_a_watched_leaf(params):
    """You call `zero_()` on `params`, which autograd records: that raises an error.

    It is also the wrong tensor: `params` holds `w` and `b`. Clear `params.grad`, which autograd does not
    record. (§5.5.1)
    """
    params.zero_()


def switches_gradients_off(params):
    """After your call, `params` no longer requires grad, so no `backward()` will ever fill its gradient
    again.

    `requires_grad` says whether autograd records. `.grad` holds the result. Clear the second one and do not
    change the first one. (§5.5.1)
    """
    params.requires_grad_(False)
    params.grad = None


def zeroes_both_if_there_is_a_gradient(params):
    """You set both the gradient and the parameters to zero.

    Clear only `params.grad`. `params` itself holds `w` and `b`: without them, training starts again from zero
    in every epoch. (§5.5.1)
    """
    if params.grad is not None:
        params.data.zero_()
        params.grad.zero_()
