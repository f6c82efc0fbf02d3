"""Wrong turns in making an optimizer from its name. A function's docstring is what the student reads."""


def _right(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def passes_the_tensor_bare(name, params, learning_rate):
    """You pass `params` itself; an optimizer wants a list of tensors.

    Real models have many parameter tensors, so an optimizer takes a list of them, even where there is only
    one. Put brackets around it. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)(params, lr=learning_rate)


def forgets_the_learning_rate(name, params, learning_rate):
    """The optimizer has its default learning rate: yours is not passed on.

    Every optimizer has a default, which is hardly ever right for your data. Pass `learning_rate` on, as
    `lr`. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params])


def brings_its_own_learning_rate(name, params, learning_rate):
    """The learning rate is 0.01 whatever is passed.

    Whoever calls chooses it; Adam in the chapter gets another one than SGD. Use the argument. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=1e-2)


def lets_the_attribute_error_out(name, params, learning_rate):
    """A name that there is none of raises what `getattr` raises; a ValueError is asked for.

    Whoever calls passed a wrong value, and should hear that instead of an error about some attribute. Check
    the name first. (§5.5.2)
    """
    return getattr(torch.optim, name)([params], lr=learning_rate)


def takes_whatever_is_there(name, params, learning_rate):
    """You ask only whether `torch.optim` has such a name, but not all it has are optimizers.

    `Optimizer` is the base class and `lr_scheduler` a module: neither can be made into one. Accept the
    names of `available_optimizers()` and no others. (§5.5.2)
    """
    if not hasattr(torch.optim, name):
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def lets_the_key_error_out(name, params, learning_rate):
    """A name that there is none of raises a KeyError; a ValueError is asked for.

    Looking a name up in a dict tells whoever calls about your dict. Check the name first, and say what is
    wrong with it. (§5.5.2)
    """
    classes = {known: getattr(torch.optim, known) for known in available_optimizers()}
    return classes[name]([params], lr=learning_rate)


def ignores_case(name, params, learning_rate):
    """You accept `"sgd"` for `"SGD"`; names are case-sensitive here.

    It is meant kindly, and lets two spellings of one thing into everybody's files. A name that
    `torch.optim` does not have is a ValueError. (§5.5.2)
    """
    for known in available_optimizers():
        if known.lower() == name.lower():
            return getattr(torch.optim, known)([params], lr=learning_rate)
    raise ValueError(name)


def falls_back_to_sgd(name, params, learning_rate):
    """For a name that there is none of you make an SGD.

    Then a slip of the pen trains with another optimizer than was meant, and nobody notices. Raise a
    ValueError that names it. (§5.5.2)
    """
    known = name if name in available_optimizers() else "SGD"
    return getattr(torch.optim, known)([params], lr=learning_rate)


def returns_none(name, params, learning_rate):
    """For a name that there is none of you return `None`.

    The mistake then shows much later, when somebody calls `None.step()`. Raise a ValueError here, where the
    wrong name is known. (§5.5.2)
    """
    if name not in available_optimizers():
        return None
    return getattr(torch.optim, name)([params], lr=learning_rate)


def knows_only_sgd_and_adam(name, params, learning_rate):
    """You know SGD and Adam only; `torch.optim` has more.

    With an `if` for each, every optimizer is another branch. `getattr(torch.optim, name)` finds the class of
    any name. (§5.5.2)
    """
    if name not in ("SGD", "Adam"):
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def holds_a_copy(name, params, learning_rate):
    """The optimizer holds a copy of `params`, so its steps never reach the tensor that was passed.

    An optimizer changes the very tensors it was given. Give it `params` itself: no `clone()`, no
    `detach()`. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params.detach().clone().requires_grad_()], lr=learning_rate)


def returns_the_class(name, params, learning_rate):
    """You return the class; an optimizer made from it is asked for.

    The class is the recipe. Call it, with the list of parameters and the learning rate. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)


def returns_the_error(name, params, learning_rate):
    """For a name that there is none of you *return* an error; it has to be raised.

    What is returned is a value like any other, and whoever calls goes on with it. `raise ValueError(...)`
    stops right here. (§5.5.2)
    """
    if name not in available_optimizers():
        return ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)
