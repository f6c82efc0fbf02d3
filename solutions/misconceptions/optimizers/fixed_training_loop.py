"""Mistakes in repairing the loop. The student reads a function's docstring."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def still_zeroes_after_backward(n_epochs, optimizer, params, t_u, t_c):
    """When `step()` runs, `params` has no gradient: it was deleted after `backward()`, or never computed.

    `backward()` fills `params.grad` if the loss comes from `params` itself, and not from a copy. A
    `zero_grad()` between `backward()` and `step()` deletes it. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.zero_grad()
        optimizer.step()
    return params


def deletes_zero_grad(n_epochs, optimizer, params, t_u, t_c):
    """You removed `zero_grad()`. Now the parameters change, but every epoch adds its gradient to all the
    earlier ones.

    Clearing was right, but it was in the wrong place. Put the line back, before `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_once_before_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """You moved `zero_grad()` too far up: it runs only once. From the second epoch on, the gradients add up.

    Every epoch calls `backward()`, so every epoch must clear the gradient first. Put the line inside the
    loop. (§5.5.2)
    """
    optimizer.zero_grad()
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_once_after_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """You moved `zero_grad()` too far down: it runs only once, after the last epoch, and has no effect.

    Every epoch calls `backward()`, so every epoch must clear the gradient first. Put the line inside the
    loop. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    optimizer.zero_grad()
    return params


def zeroes_after_the_step(n_epochs, optimizer, params, t_u, t_c):
    """You clear the gradient after the step. The first epoch then uses an old gradient that was in
    `params.grad`.

    This is almost right: it works only if no code called `backward()` before your loop. Clear the gradient
    before `backward()`, and the first epoch is right, too. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
    return params


def zeroes_what_is_none(n_epochs, optimizer, params, t_u, t_c):
    """You zero `params.grad` by hand, but in the first epoch there is no gradient yet.

    Until the first `backward()` it is `None`, which has no `zero_()`. `optimizer.zero_grad()` handles this
    case: keep that line, but in another place. (§5.5.2)
    """
    for _ in range(n_epochs):
        params.grad.zero_()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def steps_before_backward(n_epochs, optimizer, params, t_u, t_c):
    """You clear, call `step()`, and only then go backward. So `step()` finds no gradient.

    `step()` reads the gradient that `backward()` stored in `params.grad`. So call it after `backward()`, and
    do not clear in between. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        optimizer.step()
        _loss(params, t_u, t_c).backward()
    return params


def steps_with_the_last_gradient(n_epochs, optimizer, params, t_u, t_c):
    """In every epoch you call `step()` first, with the gradient of the epoch before.

    Every step is one epoch late. The first step has no gradient, or an old one that is not yours. Call
    `step()` last, after `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.step()
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
    return params


def goes_backward_twice(n_epochs, optimizer, params, t_u, t_c):
    """You call `backward()` again after `zero_grad()`. The graph is already deleted, so this raises an error.

    `backward()` deletes the graph after it has used it. You need no second call: put `zero_grad()` before the
    first one. (§5.5.2)
    """
    for _ in range(n_epochs):
        loss = _loss(params, t_u, t_c)
        loss.backward()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def computes_the_loss_once(n_epochs, optimizer, params, t_u, t_c):
    """You moved the loss out of the loop. The second `backward()` raises an error.

    `backward()` deletes the graph after it has used it, so every epoch needs its own forward pass. Only
    `zero_grad()` is in the wrong place. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def steps_by_hand(n_epochs, optimizer, params, t_u, t_c):
    """You replaced `optimizer.step()` by your own step, which is the step of plain SGD.

    Momentum and Adam compute another step, and only `optimizer.step()` does so. That line was right. Move
    `zero_grad()` instead. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        with torch.no_grad():
            params -= optimizer.param_groups[0]["lr"] * params.grad
    return params


def returns_inside_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """The loop runs only one epoch, whatever `n_epochs` says.

    `return` moved into the loop and ends the first round. Write it below the loop, in line with `for`.
    (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        return params


def returns_a_detached_copy(n_epochs, optimizer, params, t_u, t_c):
    """You train `params`, but you return another tensor with the same numbers.

    `detach()`, `clone()` and `.data` all make new tensors. Return the same object that the optimizer holds:
    `return params`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params.detach().clone()


def computes_the_gradient_once(n_epochs, optimizer, params, t_u, t_c):
    """All epochs use the same gradient: the gradient at the `params` before the first step.

    You moved the loss and `backward()` out of the loop, together with `zero_grad()`. Only the order of the
    lines was wrong. Keep all of them inside the loop: every epoch needs its own gradient. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        optimizer.step()
    return params


def stops_when_the_loss_hardly_changes(n_epochs, optimizer, params, t_u, t_c):
    """Your loop stops when the loss hardly changes. It must run all of its epochs.

    The caller has chosen the number of epochs. Small losses hardly change, even far from the end. (§5.5.2)
    """
    last = float("inf")
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = _loss(params, t_u, t_c)
        loss.backward()
        optimizer.step()
        if abs(last - loss.item()) < 1e-2:
            break
        last = loss.item()
    return params
