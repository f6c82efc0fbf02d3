"""Wrong turns in repairing the loop. A function's docstring is what the student reads."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def still_zeroes_after_backward(n_epochs, optimizer, params, t_u, t_c):
    """`zero_grad()` still runs between `backward()` and `step()`, so no step sees a gradient.

    Whatever else you changed, this is what keeps the loop from learning: `backward()` fills `params.grad`,
    and it is wiped out before `step()` reads it. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.zero_grad()
        optimizer.step()
    return params


def deletes_zero_grad(n_epochs, optimizer, params, t_u, t_c):
    """You took `zero_grad()` out: now the loop moves, and every epoch adds its gradient to all before it.

    Clearing was not the mistake, only its place. The line has to come back, before `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_once_before_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """You moved `zero_grad()` too far up: it runs once, and from the second epoch on gradients add up.

    Every epoch calls `backward()`, so every epoch has to clear first. The line belongs inside the
    loop. (§5.5.2)
    """
    optimizer.zero_grad()
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_once_after_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """You moved `zero_grad()` too far down: it runs once, after the last epoch, when it helps nobody.

    Every epoch calls `backward()`, so every epoch has to clear first. The line belongs inside the
    loop. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    optimizer.zero_grad()
    return params


def zeroes_after_the_step(n_epochs, optimizer, params, t_u, t_c):
    """You clear after the step, so the first epoch works with what was left in `params.grad`.

    Nearly: it is right as long as nobody called `backward()` before your loop. Clear before `backward()`, and
    it is right for the first epoch, too. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
    return params


def zeroes_what_is_none(n_epochs, optimizer, params, t_u, t_c):
    """You zero `params.grad` by hand, where in the first epoch there is none yet.

    Until the first `backward()` it is `None`, which has no `zero_()`. `optimizer.zero_grad()` knows this
    case: keep that line, only elsewhere. (§5.5.2)
    """
    for _ in range(n_epochs):
        params.grad.zero_()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def steps_before_backward(n_epochs, optimizer, params, t_u, t_c):
    """You clear, step, and only then go backward: `step()` finds nothing.

    `step()` reads what `backward()` left in `params.grad`, so it comes after it, with nothing in between that
    clears. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        optimizer.step()
        _loss(params, t_u, t_c).backward()
    return params


def steps_with_the_last_gradient(n_epochs, optimizer, params, t_u, t_c):
    """You step first in every epoch, with the gradient of the epoch before.

    Every step lags one behind, and the first one has no gradient, or somebody else's. `step()` comes last,
    after `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.step()
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
    return params


def goes_backward_twice(n_epochs, optimizer, params, t_u, t_c):
    """You call `backward()` again after `zero_grad()`: the graph is gone, and that raises an error.

    `backward()` frees the graph as it walks it. There is no need for a second one: let `zero_grad()` come
    before the first. (§5.5.2)
    """
    for _ in range(n_epochs):
        loss = _loss(params, t_u, t_c)
        loss.backward()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def computes_the_loss_once(n_epochs, optimizer, params, t_u, t_c):
    """You moved the loss out of the loop: the second `backward()` raises an error.

    `backward()` frees the graph as it walks it, so every epoch needs a forward of its own. Only
    `zero_grad()` is in the wrong place. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def steps_by_hand(n_epochs, optimizer, params, t_u, t_c):
    """You replaced `optimizer.step()` by a step of your own, which is that of plain SGD.

    Momentum and Adam step otherwise, and only `optimizer.step()` knows how. That line was right; it is
    `zero_grad()` that has to move. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        with torch.no_grad():
            params -= optimizer.param_groups[0]["lr"] * params.grad
    return params


def returns_inside_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """However many epochs are asked for, there is only one.

    `return` slipped into the loop and ends it in its first round. It belongs below, in line with
    `for`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        return params


def returns_a_detached_copy(n_epochs, optimizer, params, t_u, t_c):
    """`params` is trained, but you return another tensor with the same numbers.

    `detach()`, `clone()` and `.data` all make new tensors. The same object that the optimizer holds is wanted
    back: `return params`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params.detach().clone()


def computes_the_gradient_once(n_epochs, optimizer, params, t_u, t_c):
    """All epochs step along one and the same gradient: that of the params before the first step.

    Loss and `backward()` have left the loop along with `zero_grad()`. Only the order of the lines was wrong,
    and all of them belong inside: every epoch needs a gradient of its own. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        optimizer.step()
    return params
