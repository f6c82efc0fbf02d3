"""Mistakes in making an optimizer from its name. The student reads a function's docstring."""


def _right(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def passes_the_tensor_bare(name, params, learning_rate):
    """You pass `params` itself. An optimizer needs a list of tensors.

    Real models have many parameter tensors, so an optimizer takes a list, even for only one tensor. Put
    `params` in brackets. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)(params, lr=learning_rate)


def forgets_the_learning_rate(name, params, learning_rate):
    """The optimizer has its default learning rate: you do not pass yours on.

    Every optimizer has a default, but it is rarely right for your data. Pass `learning_rate` on, as `lr`.
    (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params])


def brings_its_own_learning_rate(name, params, learning_rate):
    """The learning rate is always 0.01: you do not use the argument.

    The caller chooses the learning rate. In the chapter, Adam gets another one than SGD. Use the argument.
    (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=1e-2)


def lets_the_attribute_error_out(name, params, learning_rate):
    """For an unknown name, your function raises the error of `getattr`. It must raise a ValueError.

    The caller passed a wrong value, and the error should say so. An error about some attribute does not help.
    Check the name first. (§5.5.2)
    """
    return getattr(torch.optim, name)([params], lr=learning_rate)


def takes_whatever_is_there(name, params, learning_rate):
    """You only test whether `torch.optim` contains the name. But not every name there is an optimizer.

    `Optimizer` is the base class, and `lr_scheduler` is a module. You cannot make an optimizer from either.
    Accept only the names of `available_optimizers()`. (§5.5.2)
    """
    if not hasattr(torch.optim, name):
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def lets_the_key_error_out(name, params, learning_rate):
    """For an unknown name, your function raises a KeyError. It must raise a ValueError.

    A KeyError tells the caller about your dict, not about the wrong name. Check the name first, and say what
    is wrong with it. (§5.5.2)
    """
    classes = {known: getattr(torch.optim, known) for known in available_optimizers()}
    return classes[name]([params], lr=learning_rate)


def ignores_case(name, params, learning_rate):
    """You accept `"sgd"` for `"SGD"`. Here capital and small letters are different.

    It looks helpful, but then one optimizer has two spellings in people's files. For a name that
    `torch.optim` does not have, raise a ValueError. (§5.5.2)
    """
    for known in available_optimizers():
        if known.lower() == name.lower():
            return getattr(torch.optim, known)([params], lr=learning_rate)
    raise ValueError(name)


def falls_back_to_sgd(name, params, learning_rate):
    """For an unknown name, you make an SGD optimizer.

    Then a typing mistake trains with the wrong optimizer, and nobody sees it. Raise a ValueError that
    contains the name. (§5.5.2)
    """
    known = name if name in available_optimizers() else "SGD"
    return getattr(torch.optim, known)([params], lr=learning_rate)


def returns_none(name, params, learning_rate):
    """For an unknown name, you return `None`.

    Then the mistake appears much later, at a call of `None.step()`. Raise a ValueError here, where you know
    the wrong name. (§5.5.2)
    """
    if name not in available_optimizers():
        return None
    return getattr(torch.optim, name)([params], lr=learning_rate)


def knows_only_sgd_and_adam(name, params, learning_rate):
    """You accept only SGD and Adam. `torch.optim` has more.

    Your code needs another `if` for each optimizer. `getattr(torch.optim, name)` finds the class for any
    name. (§5.5.2)
    """
    if name not in ("SGD", "Adam"):
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def holds_a_copy(name, params, learning_rate):
    """The optimizer holds a copy of `params`, so its steps do not change the tensor that the caller passed.

    An optimizer changes exactly the tensors that it was given. Give it `params` itself, without `clone()` or
    `detach()`. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params.detach().clone().requires_grad_()], lr=learning_rate)


def returns_the_class(name, params, learning_rate):
    """You return the class. Return an optimizer made from it.

    Call the class, with the list of parameters and the learning rate. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)


def returns_the_error(name, params, learning_rate):
    """For an unknown name, you *return* an error. You must raise it.

    The caller takes a returned error for a normal result and continues with it. `raise ValueError(...)` stops
    right here. (§5.5.2)
    """
    if name not in available_optimizers():
        return ValueError(name)
    return getattr(torch.optim, name)([params], lr=learning_rate)


def keeps_the_name_out_of_the_error(name, params, learning_rate):
    """Your ValueError does not say which name was wrong.

    The caller reads only the message of the error. Put the name into it. (§5.5.2)
    """
    if name not in available_optimizers():
        raise ValueError("unknown optimizer")
    return getattr(torch.optim, name)([params], lr=learning_rate)


def accepts_the_base_class(name, params, learning_rate):
    """You accept `"Optimizer"`, the base class of all optimizers. It is not an optimizer itself.

    `issubclass(Optimizer, Optimizer)` is True. Accept only the names of `available_optimizers()`. (§5.5.2)
    """
    found = getattr(torch.optim, name, None)
    if not isinstance(found, type) or not issubclass(found, torch.optim.Optimizer):
        raise ValueError(name)
    return found([params], lr=learning_rate)


def gives_getattr_sgd(name, params, learning_rate):
    """For a name that `torch.optim` does not have, you make an SGD optimizer.

    Then a typing mistake trains with the wrong optimizer, and nobody sees it. Raise a ValueError that
    contains the name. (§5.5.2)
    """
    return getattr(torch.optim, name, torch.optim.SGD)([params], lr=learning_rate)
