"""Mistakes in a loss with and without a graph. The student reads a function's docstring."""


def always_builds_the_graph(params, t_u, t_c, is_train):
    """The loss has a graph even if `is_train` is False. You do not use `is_train`, or `torch.no_grad()` has
    no `with` and no effect.

    Autograd always builds a graph unless you turn it off. Compute the loss inside
    `with torch.set_grad_enabled(is_train):`. (§5.5.4)
    """
    return loss_fn(model(t_u, *params), t_c)


def never_builds_the_graph(params, t_u, t_c, is_train):
    """The loss never has a graph, even if `is_train` is True. So `backward()` does not work.

    `torch.no_grad()` is only for validation. Use `is_train` to decide, with
    `torch.set_grad_enabled(is_train)`. (§5.5.4)
    """
    with torch.no_grad():
        return loss_fn(model(t_u, *params), t_c)


def turns_the_flag_around(params, t_u, t_c, is_train):
    """Your flag has the opposite meaning: the loss has a graph for validation, and none for training.

    `set_grad_enabled(True)` turns gradients *on*, and training needs them. (§5.5.4)
    """
    with torch.set_grad_enabled(not is_train):
        return loss_fn(model(t_u, *params), t_c)


def switches_gradients_off_for_good(params, t_u, t_c, is_train):
    """After one validation, gradients stay off for all later code.

    Without `with`, `torch.set_grad_enabled(False)` stays active until other code turns gradients on again.
    `with` restores the earlier setting. (§5.5.4)
    """
    torch.set_grad_enabled(is_train)
    return loss_fn(model(t_u, *params), t_c)


def freezes_the_params(params, t_u, t_c, is_train):
    """To avoid the graph, you change `params` itself. Afterwards it no longer requires grad.

    The flag `requires_grad` belongs to the caller's tensor, and the change does not end with your call.
    `torch.set_grad_enabled` changes only how this loss is computed. (§5.5.4)
    """
    params.requires_grad_(is_train)
    return loss_fn(model(t_u, *params), t_c)


def flags_the_loss(params, t_u, t_c, is_train):
    """You set the flag of the finished loss. PyTorch allows that only for leaf tensors.

    Autograd builds the graph while you compute the loss. Afterwards it is too late to avoid it. Turn autograd
    on or off for the computation itself. (§5.5.4)
    """
    loss = loss_fn(model(t_u, *params), t_c)
    loss.requires_grad = is_train
    return loss


def makes_a_new_leaf(params, t_u, t_c, is_train):
    """The loss requires grad, but it has no connection to `params`.

    You used `detach()` or computed it under `no_grad`, and then you set the flag. `backward()` would end at
    the loss itself. The graph must exist while you compute. (§5.5.4)
    """
    with torch.no_grad():
        loss = loss_fn(model(t_u, *params), t_c)
    return loss.requires_grad_(is_train)


def goes_backward(params, t_u, t_c, is_train):
    """For training, you already call `backward()` here. It fills `params.grad` and uses up the graph.

    This function must only go forward. Its caller clears the gradients, goes backward and takes the step.
    (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        loss = loss_fn(model(t_u, *params), t_c)
    if is_train:
        loss.backward()
    return loss


def returns_a_number(params, t_u, t_c, is_train):
    """You return a Python number. Return a tensor.

    `item()` loses the graph, and `backward()` needs it. (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        return loss_fn(model(t_u, *params), t_c).item()


def returns_the_predictions(params, t_u, t_c, is_train):
    """You return the predictions of the model. Return the loss.

    Here, going forward means both: through the model and through `loss_fn`. (§5.5.4)
    """
    with torch.set_grad_enabled(is_train):
        return model(t_u, *params)


def forgets_a_return(params, t_u, t_c, is_train):
    """In one of the two cases you return nothing: one branch has no `return`.

    Let both branches compute, and return once, below them. You need no branches at all:
    `torch.set_grad_enabled(is_train)` takes the flag itself. (§5.5.4)
    """
    if is_train:
        loss_fn(model(t_u, *params), t_c)
    else:
        with torch.no_grad():
            return loss_fn(model(t_u, *params), t_c)


def turns_gradients_on_at_the_end(params, t_u, t_c, is_train):
    """After your call gradients are always on, even if the caller had turned them off.

    Leave them as they were. `with torch.set_grad_enabled(...)` brings back the old setting at its end.
    (§5.5.4)
    """
    torch.set_grad_enabled(is_train)
    loss = loss_fn(model(t_u, *params), t_c)
    torch.set_grad_enabled(True)
    return loss
