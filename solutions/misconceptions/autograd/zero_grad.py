"""Wrong turns in clearing a gradient. A function's docstring is what the student reads."""


def forgets_that_there_may_be_none(params):
    """`params.grad` is `None` until the first `backward()`, and `None` cannot be zeroed.

    In the first epoch there is nothing to clear yet. Ask whether `.grad` is `None` before you zero it, or
    leave zeroing be and set it to `None`. (§5.5.1)
    """
    params.grad.zero_()


def clears_only_a_name(params):
    """Your function changes nothing: `params.grad` holds what it held.

    Either it acts only where `.grad` is `None`, or it acts on something else: `grad = params.grad` makes a
    second name, `grad = 0` gives that name another meaning, `clone()` makes a new tensor. Change `.grad` itself:
    in place, or by assigning to `params.grad`. (§5.5.1)
    """
    grad = params.grad
    if grad is not None:
        grad = torch.zeros_like(grad)


def returns_zeros(params):
    """You return new zeros and leave `params.grad` as it was.

    "In place" means: nobody looks at what you return, the tensor that was passed is what changes. Clear
    `params.grad` itself. (§5.5.1)
    """
    return torch.zeros_like(params)


def zeroes_the_parameters(params):
    """You set the parameters to zero, and their gradient stays as it was.

    `params` holds `w` and `b`, all that has been learned; `params.grad` is the tensor that belongs to it and
    is to be cleared. (§5.5.1)
    """
    with torch.no_grad():
        params.zero_()


def zeroes_both(params):
    """You set the gradient to zero and the parameters as well.

    Only `params.grad` is to be cleared. `params` itself holds `w` and `b`: without them training starts from
    nothing in every epoch. (§5.5.1)
    """
    with torch.no_grad():
        params.zero_()
    if params.grad is not None:
        params.grad.zero_()


def zeroes_a_watched_leaf(params):
    """You call `zero_()` on `params`, which autograd watches: that raises an error.

    It is the wrong tensor, too: `params` holds `w` and `b`. What is to be cleared is `params.grad`, and
    autograd does not watch that one. (§5.5.1)
    """
    params.zero_()


def switches_gradients_off(params):
    """After your call `params` no longer requires grad, so no `backward()` will ever fill it again.

    `requires_grad` says whether autograd watches; `.grad` holds what it found. Clear the second and leave the
    first alone. (§5.5.1)
    """
    params.requires_grad_(False)
    params.grad = None
