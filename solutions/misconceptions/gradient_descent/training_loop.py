"""Mistakes in gradient descent by hand. The student reads a function's docstring."""


def _gradient(params, t_u, t_c):
    w, b = params
    return grad_fn(t_u, t_c, model(t_u, w, b), w, b)


def _right(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """Every step makes the loss larger: you add the gradient, or you changed its sign.

    The gradient points in the direction in which the loss grows. To make the loss smaller, subtract it, with
    exactly one minus sign. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params + learning_rate * _gradient(params, t_u, t_c)
    return params


def forgets_the_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """You subtract the whole gradient: you do not use `learning_rate`.

    The gradient gives the direction, not the distance to the minimum. Such large steps jump over the valley,
    each farther than the one before. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - _gradient(params, t_u, t_c)
    return params


def brings_its_own_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """The steps have the same size whatever `learning_rate` is passed: 0.01 is written into the loop.

    The caller of the loop chooses the learning rate, and other data needs another one. Use the argument.
    (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - 1e-2 * _gradient(params, t_u, t_c)
    return params


def counts_only_one_step(n_epochs, learning_rate, params, t_u, t_c):
    """The result is that of one step, whatever `n_epochs` says.

    Perhaps `return` is indented too far, so it ends the loop in the first round. Or every epoch starts from
    the first parameters, because the new ones have another name. Each step must start where the step before
    it ended. (§5.4.3)
    """
    return params - learning_rate * _gradient(params, t_u, t_c)


def computes_the_gradient_once(n_epochs, learning_rate, params, t_u, t_c):
    """You compute the gradient, or the prediction for it, once, before the loop.

    When the parameters change, the predictions and the gradient change, too. In every epoch, do all of it
    inside the loop: forward, gradient, update. (§5.4.3)
    """
    gradient = _gradient(params, t_u, t_c)
    for _ in range(n_epochs):
        params = params - learning_rate * gradient
    return params


def adds_up_gradients(n_epochs, learning_rate, params, t_u, t_c):
    """You add up the gradients of all epochs so far, and every step subtracts the whole sum.

    A step needs only the gradient at the point where it starts. Old gradients no longer fit, so the
    parameters swing from side to side. (§5.4.3)
    """
    total = torch.zeros_like(params)
    for _ in range(n_epochs):
        total = total + _gradient(params, t_u, t_c)
        params = params - learning_rate * total
    return params


def updates_one_after_the_other(n_epochs, learning_rate, params, t_u, t_c):
    """You update `b` with a gradient for which `w` had already changed.

    Both derivatives belong to the same point. Compute the whole gradient first, then change `w` and `b`
    together. (§5.4.3)
    """
    for _ in range(n_epochs):
        w, b = params
        w = w - learning_rate * _gradient(params, t_u, t_c)[0]
        b = b - learning_rate * _gradient((w, b), t_u, t_c)[1]
        params = torch.stack([w, b])
    return params


def trains_only_w(n_epochs, learning_rate, params, t_u, t_c):
    """Only `w` changes. `b` stays at its first value.

    The line can then turn but not shift, and the loss stays far above what is possible. The gradient has two
    elements, one for each parameter. (§5.4.3)
    """
    w, b = params
    for _ in range(n_epochs):
        w = w - learning_rate * _gradient((w, b), t_u, t_c)[0]
    return torch.stack([w, b])


def one_epoch_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """There is one update too few: `range(1, n_epochs)` ends before `n_epochs`.

    A `range` does not contain its end. To count from 1 and still do `n_epochs` rounds, let it end one later.
    (§5.4.3)
    """
    for _ in range(1, n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def one_epoch_too_many(n_epochs, learning_rate, params, t_u, t_c):
    """There is one update too many: the loop runs `n_epochs + 1` times.

    `range(n_epochs + 1)` starts at 0, so it has one element too many. (§5.4.3)
    """
    for _ in range(n_epochs + 1):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def works_in_place(n_epochs, learning_rate, params, t_u, t_c):
    """You overwrite the caller's `params`: `-=` on a tensor changes the object that the caller passed.

    The result is right. But a caller who compares before and after, or starts again from the same point,
    finds changed numbers. Make a new tensor in every epoch. (§5.4.3)
    """
    for _ in range(n_epochs):
        params -= learning_rate * _gradient(params, t_u, t_c)
    return params


def returns_the_first_params(n_epochs, learning_rate, params, t_u, t_c):
    """You return the parameters that went in: the result of the training is lost.

    The updated values have another name than the one that you return, or they exist only in the loop. Return
    the result of the last update. (§5.4.3)
    """
    return params


def starts_from_one_and_zero(n_epochs, learning_rate, params, t_u, t_c):
    """The training always starts from w = 1 and b = 0. You do not use the values in `params`.

    The chapter starts with these values. Here, use the values of the caller. Only then can a training
    continue from the point where it ended. (§5.4.3)
    """
    params = torch.stack([torch.ones_like(params[0]), torch.zeros_like(params[1])])
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def scales_the_inputs_again(n_epochs, learning_rate, params, t_u, t_c):
    """The loop multiplies `t_u` by 0.1, but the caller decides about scaling.

    Inputs that are already scaled are then scaled twice. The returned parameters do not belong to the inputs
    of the caller. Scale once, outside. (§5.4.4)
    """
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, 0.1 * t_u, t_c)
    return params


def returns_the_loss(n_epochs, learning_rate, params, t_u, t_c):
    """You return the last loss. Return the parameters.

    The loss tells you how well the training went. But `w` and `b` are what the model has learned, and no
    prediction is possible without them. You may print the loss. Return the parameters. (§5.4.3)
    """
    loss = None
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return loss


def returns_a_pair(n_epochs, learning_rate, params, t_u, t_c):
    """You return `w` and `b` as a tuple. Return one tensor of two elements.

    The caller must be able to pass the result in again as `params`. But you cannot subtract from a tuple.
    Stack the two values, or do not take them apart. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params[0], params[1]


def returns_earlier_parameters(n_epochs, learning_rate, params, t_u, t_c):
    """If the loss rises, you return earlier parameters. Return those after the last epoch.

    Perhaps your loop stops there, or it keeps the best. But the caller must see that the loss rises: the
    learning rate is too large. (§5.4.3)
    """
    best, lowest = params, float("inf")
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
        loss = loss_fn(model(t_u, *params), t_c)
        if loss < lowest:
            best, lowest = params, loss
    return best


def takes_a_step_for_each_reading(n_epochs, learning_rate, params, t_u, t_c):
    """Every epoch takes one step for each reading. It must take a single step, with all readings.

    The loss is a mean over all readings, and so is its gradient. Pass whole tensors to `grad_fn`. (§5.4.3)
    """
    for _ in range(n_epochs):
        for i in range(len(t_u)):
            params = params - learning_rate * _gradient(params, t_u[i : i + 1], t_c[i : i + 1])
    return params
