"""Mistakes in stopping when nothing moves any more. The student reads a function's docstring."""


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
    """The number of epochs is one too small: the counter starts at 0 and misses the last epoch.

    `range` gives 0 for the first epoch, but after that epoch one epoch has been used. The epoch that moved
    too little counts, too. (§5.4.3)
    """
    for epoch in range(max_epochs):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs - 1


def drops_the_last_step(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The loop ends before it keeps the last small step: you return the parameters of the epoch before.

    The epoch that moves too little was done and counts, so its result counts as well. First replace `params`,
    then decide whether to stop. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        if (new - params).abs().max() <= tolerance:
            return params, epoch
        params = new
    return params, max_epochs


def goes_one_epoch_further(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The loop does one epoch too many after the parameters have stopped moving.

    Your test looks at the epoch before, at the beginning of the loop. It must look at the current epoch.
    Compare directly after the update. (§5.4.3)
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
    """The loop always runs `max_epochs`: you do not use `tolerance`.

    `max_epochs` is the limit for a training that never settles. A training that has settled must stop there.
    Compare the parameters before and after each update. (§5.4.3)
    """
    for _ in range(max_epochs):
        params = _step(learning_rate, params, t_u, t_c)
    return params, max_epochs


def stops_when_one_of_them_rests(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The training stops as soon as one parameter rests, while the other one still moves.

    "No parameter moves by more" is about all of them. So test the largest move, not the smallest. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().min()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_only_w(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You test only the first parameter. `b` may still move when the training stops.

    `w` and `b` do not settle at the same time. Look at both moves and test the larger one. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs()[0]
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def forgets_the_absolute_value(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """A parameter that falls counts as resting: you compare the moves without `abs`.

    A move of -5 is below every positive tolerance. The distance is the size of the difference, without its
    sign. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).max()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def adds_up_the_moves(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You add up the moves of all parameters before you compare them with `tolerance`.

    Then the training runs too long, and longer with more parameters. Compare each move with the tolerance
    separately. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().sum()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_the_gradient(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You compare the gradient with `tolerance`, not the step.

    A parameter moves by the gradient times the learning rate. With a learning rate of 0.01, your test is a
    hundred times stricter than the caller wants. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        gradient = (new - params).abs().max() / learning_rate
        params = new
        if gradient <= tolerance:
            return params, epoch
    return params, max_epochs


def watches_the_loss(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The training stops when the loss hardly changes, not when the parameters hardly change.

    In a flat valley, the loss settles long before `w` and `b` do. Here the tolerance is for parameters:
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
    """The training stops after one epoch: the old and the new parameters are the same tensor.

    `old = params` makes a second name, not a copy. Then `-=` changes the tensor of both names, and the
    caller's tensor too. The difference is always 0. Make a new tensor for the update. (§5.4.3)
    """
    params.copy_(_step(learning_rate, params, t_u, t_c))
    return params, 1


def returns_only_the_params(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You return only the parameters. The number of epochs is missing.

    The caller needs the count to see whether the training settled or reached `max_epochs`. Return both, in
    that order. (§5.4.3)
    """
    for _ in range(max_epochs):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            break
    return params


def turns_the_pair_around(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """The two results are in the wrong order: the epochs come first, then the parameters.

    A caller who writes `params, epochs = train_until(...)` gets each under the name of the other. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params = new
        if moved <= tolerance:
            return epoch, params
    return max_epochs, params


def measures_the_length_of_the_step(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You compare the length of the whole step with the tolerance. It is longer than each of its parts.

    Look at each parameter alone: training stops if none of them moves by more than the tolerance. (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).norm()
        params = new
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs


def compares_with_the_start(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You compare the parameters with those at the start, not with those before the epoch.

    What counts is how far one epoch moves them. Keep the old parameters inside the loop. (§5.4.3)
    """
    start = params
    for epoch in range(1, max_epochs + 1):
        params = _step(learning_rate, params, t_u, t_c)
        if (params - start).abs().max() <= tolerance:
            return params, epoch
    return params, max_epochs


def changes_the_params_of_the_caller(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """You write the new numbers into the tensor that the caller passed.

    The caller still needs the parameters from the start. Make a new tensor: `params = params - step`.
    (§5.4.3)
    """
    for epoch in range(1, max_epochs + 1):
        new = _step(learning_rate, params, t_u, t_c)
        moved = (new - params).abs().max()
        params.copy_(new)
        if moved <= tolerance:
            return params, epoch
    return params, max_epochs
