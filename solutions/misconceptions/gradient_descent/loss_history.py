"""Wrong turns in recording the losses. A function's docstring is what the student reads."""


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
    """Each loss is taken after the update, so the loss of the starting point is missing.

    The first entry says how bad the untrained model is; it is what all the others are compared with.
    Record before you move. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        params = _step(learning_rate, params, t_u, t_c)
        losses.append(_loss(params, t_u, t_c))
    return torch.stack(losses)


def records_one_too_many(n_epochs, learning_rate, params, t_u, t_c):
    """There is one loss too many: that of the parameters after the last epoch is in it.

    `n_epochs` updates have `n_epochs` losses before them. The one after the last update would be the
    first of the next training. (§5.4.3)
    """
    losses = [_loss(params, t_u, t_c)]
    for _ in range(n_epochs):
        params = _step(learning_rate, params, t_u, t_c)
        losses.append(_loss(params, t_u, t_c))
    return torch.stack(losses)


def records_one_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """The last loss is missing: `range(1, n_epochs)` has one element less than `n_epochs`.

    The end of a `range` is not part of it. Count how many entries a history of one epoch must have, and
    how many yours has. (§5.4.3)
    """
    losses = [_loss(params, t_u, t_c)[None][:0]]
    for _ in range(1, n_epochs):
        losses.append(_loss(params, t_u, t_c)[None])
        params = _step(learning_rate, params, t_u, t_c)
    return torch.cat(losses)


def forgets_to_update(n_epochs, learning_rate, params, t_u, t_c):
    """All the losses are the same: the parameters never move.

    The new parameters are not carried into the next epoch. Record the loss, then replace `params` by
    what the update made of them. (§5.4.3)
    """
    return torch.stack([_loss(params, t_u, t_c) for _ in range(n_epochs)])


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """The losses grow: the gradient is added instead of subtracted.

    The gradient points to where the loss grows. To go down, step against it. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c))
        params = _step(-learning_rate, params, t_u, t_c)
    return torch.stack(losses)


def returns_the_last_loss(n_epochs, learning_rate, params, t_u, t_c):
    """A single loss comes back: the one of the last epoch.

    One number cannot show whether the training went well; that takes the whole curve. Keep every loss as
    you go and return all of them. (§5.4.3)
    """
    loss = None
    for _ in range(n_epochs):
        loss = _loss(params, t_u, t_c)
        params = _step(learning_rate, params, t_u, t_c)
    return loss


def returns_a_list(n_epochs, learning_rate, params, t_u, t_c):
    """The losses come back as a Python list, not as a tensor.

    Collecting them in a list is fine; make one tensor of it at the end, so that it can be plotted,
    compared and sliced like any other. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c).item())
        params = _step(learning_rate, params, t_u, t_c)
    return losses


def turns_to_double(n_epochs, learning_rate, params, t_u, t_c):
    """The history is float64, while everything else here is float32.

    That happens on the way through NumPy or through an explicit dtype. Mixing the two types makes trouble
    later; keep the tensor in the type of the losses. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c).double())
        params = _step(learning_rate, params, t_u, t_c)
    return torch.stack(losses)


def records_the_parameters(n_epochs, learning_rate, params, t_u, t_c):
    """The parameters of every epoch are recorded instead of their loss.

    What is asked for is how the loss falls: one number for each epoch. Put the parameters into the
    model, compare with `t_c`, and keep that. (§5.4.3)
    """
    history = []
    for _ in range(n_epochs):
        history.append(params)
        params = _step(learning_rate, params, t_u, t_c)
    return torch.stack(history)


def works_in_place(n_epochs, learning_rate, params, t_u, t_c):
    """The losses are right, but the caller's `params` are overwritten by `-=`.

    Whoever asks for the curve of a learning rate wants to try the next one from the same point. Make a
    new tensor in every epoch. (§5.4.3)
    """
    losses = []
    for _ in range(n_epochs):
        losses.append(_loss(params, t_u, t_c))
        params.copy_(_step(learning_rate, params, t_u, t_c))
    return torch.stack(losses)
