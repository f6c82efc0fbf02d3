"""Wrong turns in a loss with and without a graph. A function's docstring is what the student reads."""


def always_builds_the_graph(params, t_u, t_c, is_train):
    """The loss comes with a graph also where nothing is trained: `is_train` is not used, or
    `torch.no_grad()` stands without `with`, and then does nothing.

    Autograd takes notes wherever it is not told otherwise. Compute the loss inside
    `with torch.set_grad_enabled(is_train):`. (§5.5.4)
    """
    return loss_fn(model(t_u, *params), t_c)


def never_builds_the_graph(params, t_u, t_c, is_train):
    """The loss never has a graph, also where it is to be trained on: `backward()` has nothing to walk.

    `torch.no_grad()` is for validation alone. Let `is_train` decide, with
    `torch.set_grad_enabled(is_train)`. (§5.5.4)
    """
    with torch.no_grad():
        return loss_fn(model(t_u, *params), t_c)


def turns_the_flag_around(params, t_u, t_c, is_train):
    """The flag is the wrong way round: a graph where nothing is trained, and none where it is needed.

    `set_grad_enabled(True)` switches gradients *on*; training needs them. (§5.5.4)
    """
    with torch.set_grad_enabled(not is_train):
        return loss_fn(model(t_u, *params), t_c)


def switches_gradients_off_for_good(params, t_u, t_c, is_train):
    """After a validation, gradients stay off for everybody who comes later.

    Called without `with`, `torch.set_grad_enabled(False)` holds until somebody switches them on again.
    `with` puts back what was before. (§5.5.4)
    """
    torch.set_grad_enabled(is_train)
    return loss_fn(model(t_u, *params), t_c)


def freezes_the_params(params, t_u, t_c, is_train):
    """The graph is avoided by changing `params` itself, which afterwards no longer requires grad.

    The flag `requires_grad` belongs to the caller's tensor and lasts. `torch.set_grad_enabled` changes
    nothing but how this loss is computed. (§5.5.4)
    """
    params.requires_grad_(is_train)
    return loss_fn(model(t_u, *params), t_c)


def flags_the_loss(params, t_u, t_c, is_train):
    """The flag of the finished loss is set, which PyTorch allows for leaf tensors only.

    The graph is built while the loss is computed; afterwards it is too late to do without. What must be
    switched is the computation. (§5.5.4)
    """
    loss = loss_fn(model(t_u, *params), t_c)
    loss.requires_grad = is_train
    return loss


def makes_a_new_leaf(params, t_u, t_c, is_train):
    """The loss requires grad, but nothing leads back from it to `params`.

    It was cut off with `detach()` or made under `no_grad`, and then marked. `backward()` would end at the
    loss itself. The graph has to be there while you compute. (§5.5.4)
    """
    with torch.no_grad():
        loss = loss_fn(model(t_u, *params), t_c)
    return loss.requires_grad_(is_train)


def goes_backward(params, t_u, t_c, is_train):
    """For training, `backward()` is called here already: `params.grad` is filled, and the graph is used up.

    This function goes forward only. Its caller clears the gradients, goes backward and steps. (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        loss = loss_fn(model(t_u, *params), t_c)
    if is_train:
        loss.backward()
    return loss


def returns_a_number(params, t_u, t_c, is_train):
    """You return a Python number; a tensor is asked for.

    `item()` leaves the graph behind, and `backward()` needs it. (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        return loss_fn(model(t_u, *params), t_c).item()


def returns_the_predictions(params, t_u, t_c, is_train):
    """You return what the model predicts; the loss is asked for.

    Going forward here means all the way: through the model and through `loss_fn`. (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        return model(t_u, *params)


def forgets_a_return(params, t_u, t_c, is_train):
    """Nothing comes back in one of the two cases: a `return` is missing in one branch.

    Let both branches compute, and return once, below them. Or write no branches:
    `torch.set_grad_enabled(is_train)` takes the flag itself. (§5.5.4)
    """
    if is_train:
        loss_fn(model(t_u, *params), t_c)
    else:
        with torch.no_grad():
            return loss_fn(model(t_u, *params), t_c)
