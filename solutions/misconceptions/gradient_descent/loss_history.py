"""Mistakes in recording the losses. The student reads a function's docstring."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _step(learning_rate, params, t_u, t_c):
    w, b = params
    return params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)


def _right(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c))
        params = _step(learning_rate, params, t_u, t_c)
    return torch.stack(losses)


def records_after_the_update(n_epochs, learning_rate, params, t_u, t_c):
    """You record each loss after the update, so the loss of the starting point is missing.

    The first entry shows how bad the model is before training. All others are compared with it. Record the
    loss before you update. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        params = _step(learning_rate, params, t_u, t_c)
        losses.append(_loss(params, t_u, t_c))
    return torch.stack(losses)


def records_one_too_many(n_epochs, learning_rate, params, t_u, t_c):
    """There is one loss too many: the history also holds the loss after the last epoch.

    `n_epochs` updates have `n_epochs` losses before them. The loss after the last update would be the first
    of the next training. (§5.4.3)
    """
    losses = [_loss(params, t_u, t_c)]
    for _ in range(n_epochs):
        params = _step(learning_rate, params, t_u, t_c)
        losses.append(_loss(params, t_u, t_c))
    return torch.stack(losses)


def records_one_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """The last loss is missing: `range(1, n_epochs)` has one element less than `n_epochs`.

    A `range` does not contain its end. Count the entries that a history of one epoch must have, and compare
    with yours. (§5.4.3)
    """
    losses = [_loss(params, t_u, t_c)[None][:0]]
    for _ in range(1, n_epochs):
        losses.append(_loss(params, t_u, t_c)[None])
        params = _step(learning_rate, params, t_u, t_c)
    return torch.cat(losses)


def forgets_to_update(n_epochs, learning_rate, params, t_u, t_c):
    """All the losses are the same: the parameters never change.

    The next epoch does not get the new parameters. Record the loss, then replace `params` by the result of
    the update. (§5.4.3)
    """
    return torch.stack([_loss(params, t_u, t_c) for _ in range(n_epochs)])


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """The losses grow: you add the gradient instead of subtracting it.

    The gradient points in the direction in which the loss grows. To make the loss smaller, subtract the
    gradient. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c))
        params = _step(-learning_rate, params, t_u, t_c)
    return torch.stack(losses)


def returns_the_last_loss(n_epochs, learning_rate, params, t_u, t_c):
    """You return a single loss: the one of the last epoch.

    One number cannot show whether the training went well. You need the whole curve for that. Keep every loss
    and return all of them. (§5.4.3)
    """
    loss = None
    for _ in range(n_epochs):
        loss = _loss(params, t_u, t_c)
        params = _step(learning_rate, params, t_u, t_c)
    return loss


def returns_a_list(n_epochs, learning_rate, params, t_u, t_c):
    """You return the losses as a Python list, not as a tensor.

    You may collect them in a list. Make one tensor from it at the end. Then it can be plotted, compared and
    sliced like any other tensor. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c).item())
        params = _step(learning_rate, params, t_u, t_c)
    return losses


def turns_to_double(n_epochs, learning_rate, params, t_u, t_c):
    """The history is float64, but everything else here is float32.

    This happens if you go through NumPy or give an explicit dtype. Mixing the two types leads to errors
    later. Keep the tensor in the type of the losses. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c).double())
        params = _step(learning_rate, params, t_u, t_c)
    return torch.stack(losses)


def records_the_parameters(n_epochs, learning_rate, params, t_u, t_c):
    """You record the parameters of every epoch instead of their loss.

    The history must show how the loss falls: one number for each epoch. Put the parameters into the model,
    compute the loss with `t_c`, and record that. (§5.4.3)
    """
    history = []
    for _ in range(n_epochs):
        history.append(params)
        params = _step(learning_rate, params, t_u, t_c)
    return torch.stack(history)


def works_in_place(n_epochs, learning_rate, params, t_u, t_c):
    """The losses are right, but your `-=` overwrites the caller's `params`.

    A caller who compares learning rates wants to start each training from the same point. Make a new tensor
    in every epoch. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c))
        params.copy_(_step(learning_rate, params, t_u, t_c))
    return torch.stack(losses)
