"""Wrong turns in stopping when nothing moves any more. A function's docstring is what the student reads."""


def _step(learning_rate, params, t_u, t_c):
    w, b = params
    return params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)


def _right(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def counts_from_zero(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The number of epochs is one too small: the counter starts at 0, so the last epoch is not counted.

    `range` gives 0 for the first epoch, and after it one epoch has been used. The one that moved too
    little counts, too. (§5.4.3)
    """
    for epoch in range(max_epochs):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs - 1


def drops_the_last_step(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The loop ends before the last, small step is kept: the parameters of the epoch before come back.

    The epoch that moves too little has been done and counts, so its result counts as well. Replace
    `params` first, then decide whether to stop. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        if (new - params).abs().max() <= tolerance:
            return params, epoch
        params = new
    return params, max_epochs


def goes_one_epoch_further(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """One epoch too many is done after the parameters have come to rest.

    The check looks at the epoch before, at the beginning of the loop, instead of at the one that was just
    done. Compare right after the update. (§5.4.3)
    """
    moved, epoch = None, 0
    while epoch < max_epochs:
        new = _step(learning_rate, params, t_u, t_c)
        rested = moved is not None and moved <= tolerance
        moved = (new - params).abs().max()
        params, epoch = new, epoch + 1
        if rested:
            break
    return params, epoch


def never_stops_early(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """All `max_epochs` are done: `tolerance` is not used.

    `max_epochs` is the limit for a training that does not settle. One that has settled should end there:
    compare the parameters before and after each update. (§5.4.3)
    """
    for _ in range(max_epochs):
        params = _step(learning_rate, params, t_u, t_c)
    return params, max_epochs


def stops_when_one_of_them_rests(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The training stops as soon as one parameter rests, while the other is still on its way.

    "No parameter moves by more" is a demand on all of them: the largest of the moves decides, not the
    smallest. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().min()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_only_w(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """Only the first parameter is watched; `b` may still be moving when the training stops.

    `w` settles at another pace than `b`. Look at both moves and let the larger one decide. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs()[0]
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def forgets_the_absolute_value(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """A parameter that falls counts as resting: the moves are compared without `abs`.

    A move of -5 is below every positive tolerance. How far a parameter moved is the size of the
    difference, whichever way it went. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).max()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def adds_up_the_moves(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The moves of all parameters are added up before they are compared with `tolerance`.

    Then the training runs longer than asked for, the longer the more parameters there are. Each one is
    compared with the tolerance by itself. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().sum()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_the_gradient(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The gradient is compared with `tolerance`, not the step.

    A parameter moves by the gradient times the learning rate. With a learning rate of 0.01 this asks for
    a hundred times more than the caller did. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        gradient = (new - params).abs().max() / learning_rate
        params = new
        if gradient <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_the_loss(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The training stops when the loss hardly changes, not when the parameters do.

    In a flat valley the loss rests long before `w` and `b` do. The tolerance here is one for parameters:
    compare them before and after the update. (§5.4.3)
    """
    loss = loss_fn(model(t_u, *params), t_c)
    for epoch in range(1, max_epochs + 1):
        params = _step(learning_rate, params, t_u, t_c)
        before, loss = loss, loss_fn(model(t_u, *params), t_c)
        if (loss - before).abs() <= tolerance:
            return params, epoch
    return params, max_epochs


def compares_with_itself(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The training stops after one epoch: old and new parameters are the same tensor.

    `old = params` makes a second name, not a copy, and `-=` then changes what both names stand for, the
    caller's tensor too. The difference is always 0. Make a new tensor for the update. (§5.4.3)
    """
    params.copy_(_step(learning_rate, params, t_u, t_c))
    return params, 1


def returns_only_the_params(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The parameters come back alone; how many epochs it took is missing.

    The caller wants both, and needs the count to see whether the training settled or ran into
    `max_epochs`. Return the two, in that order. (§5.4.3)
    """
    for _ in range(max_epochs):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            break
    return params


def turns_the_pair_around(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The two results are in the wrong order: first the epochs, then the parameters.

    Whoever writes `params, epochs = train_until(...)` gets each under the name of the other. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            return epoch, params
    return max_epochs, params
