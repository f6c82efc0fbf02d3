"""Wrong turns in gradient descent by hand. A function's docstring is what the student reads."""


def _gradient(params, t_u, t_c):
    w, b = params
    return grad_fn(t_u, t_c, model(t_u, w, b), w, b)


def _right(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """Every step goes uphill: the gradient is added, or it was turned around on the way.

    The gradient points to where the loss grows. To go down, step against it, with one minus and no
    second. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params + learning_rate * _gradient(params, t_u, t_c)
    return params


def forgets_the_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """The whole gradient is subtracted: `learning_rate` is not used.

    The gradient says which way is down, not how far it is to the bottom. Steps of that length leap over
    the valley, each further than the one before. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - _gradient(params, t_u, t_c)
    return params


def brings_its_own_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """The steps have the same size whatever `learning_rate` is passed: 0.01 is written into the loop.

    Whoever calls the loop chooses the learning rate, and other data needs another one. Use the
    argument. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - 1e-2 * _gradient(params, t_u, t_c)
    return params


def counts_only_one_step(n_epochs, learning_rate, params, t_u, t_c):
    """However many epochs are asked for, the result is that of one step.

    Either `return` is indented so far that it ends the loop at once, or every epoch starts from the first
    parameters again because the new ones are kept under another name. Each step has to start where the
    one before it ended. (§5.4.3)
    """
    return params - learning_rate * _gradient(params, t_u, t_c)


def computes_the_gradient_once(n_epochs, learning_rate, params, t_u, t_c):
    """The gradient, or the prediction it is made of, is computed once, before the loop.

    When the parameters move, predictions and gradient change with them. All of it belongs inside the
    loop: forward, gradient, update, in every epoch. (§5.4.3)
    """
    gradient = _gradient(params, t_u, t_c)
    for _ in range(n_epochs):
        params = params - learning_rate * gradient
    return params


def adds_up_gradients(n_epochs, learning_rate, params, t_u, t_c):
    """The gradients of all epochs so far are added up, and every step subtracts the whole sum.

    A step needs the gradient at the point where it starts and no other. Old ones pull on after they
    have become wrong, and the parameters swing to and fro. (§5.4.3)
    """
    total = torch.zeros_like(params)
    for _ in range(n_epochs):
        total = total + _gradient(params, t_u, t_c)
        params = params - learning_rate * total
    return params


def updates_one_after_the_other(n_epochs, learning_rate, params, t_u, t_c):
    """`b` is updated with a gradient for which `w` had been moved already.

    Both derivatives belong to the same point. Compute the whole gradient first, then move `w` and `b`
    together. (§5.4.3)
    """
    for _ in range(n_epochs):
        w, b = params
        w = w - learning_rate * _gradient(params, t_u, t_c)[0]
        b = b - learning_rate * _gradient((w, b), t_u, t_c)[1]
        params = torch.stack([w, b])
    return params


def trains_only_w(n_epochs, learning_rate, params, t_u, t_c):
    """Only `w` moves; `b` stays where it began.

    The line can then turn but not shift, and the loss gets stuck far above what is possible. The
    gradient has two elements, one for each parameter. (§5.4.3)
    """
    w, b = params
    for _ in range(n_epochs):
        w = w - learning_rate * _gradient((w, b), t_u, t_c)[0]
    return torch.stack([w, b])


def one_epoch_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """There is one update too few: `range(1, n_epochs)` ends before `n_epochs`.

    The end of a `range` is not part of it. To count from 1 and still do `n_epochs` rounds, it has to end
    one later. (§5.4.3)
    """
    for _ in range(1, n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def one_epoch_too_many(n_epochs, learning_rate, params, t_u, t_c):
    """There is one update too many: the loop runs `n_epochs + 1` times.

    `range(n_epochs + 1)` starts at 0, so it has one element more than you want. (§5.4.3)
    """
    for _ in range(n_epochs + 1):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def works_in_place(n_epochs, learning_rate, params, t_u, t_c):
    """The caller's `params` are overwritten: `-=` on a tensor changes the very object that was passed.

    The result is right, but whoever compares before and after, or starts again from the same point, finds
    that the point has moved. Make a new tensor in every epoch. (§5.4.3)
    """
    for _ in range(n_epochs):
        params -= learning_rate * _gradient(params, t_u, t_c)
    return params


def returns_the_first_params(n_epochs, learning_rate, params, t_u, t_c):
    """What comes back are the parameters that went in: the training is thrown away.

    The updated values live under another name than the one that is returned, or are local to the loop.
    Return what the last update made. (§5.4.3)
    """
    return params


def starts_from_one_and_zero(n_epochs, learning_rate, params, t_u, t_c):
    """The training starts from w = 1 and b = 0, whatever `params` says.

    Those are the chapter's starting values, and here the caller's count: only so can a training be taken
    up again where it ended. (§5.4.3)
    """
    params = torch.stack([torch.ones_like(params[0]), torch.zeros_like(params[1])])
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params


def scales_the_inputs_again(n_epochs, learning_rate, params, t_u, t_c):
    """The loop multiplies `t_u` by 0.1 on its own, although its caller decides what goes in.

    Inputs that are scaled already get scaled twice, and the parameters that come back do not belong to
    the inputs that were passed. Scale once, outside. (§5.4.4)
    """
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, 0.1 * t_u, t_c)
    return params


def returns_the_loss(n_epochs, learning_rate, params, t_u, t_c):
    """The last loss comes back, not the parameters.

    The loss tells you how well it went; what was learned are `w` and `b`, and without them nobody can
    predict anything. Print the loss if you like, return the parameters. (§5.4.3)
    """
    loss = None
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return loss


def returns_a_pair(n_epochs, learning_rate, params, t_u, t_c):
    """`w` and `b` come back as a tuple, not as one tensor of two elements.

    The result must be fit to be passed in again as `params`, and a tuple cannot be subtracted from.
    Stack the two values, or never take them apart. (§5.4.3)
    """
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params[0], params[1]
