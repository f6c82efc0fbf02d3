"""Wrong turns in the optimizer loop. A function's docstring is what the student reads."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def never_zeroes(n_epochs, optimizer, params, t_u, t_c):
    """The gradient is never cleared: every epoch adds its own to all those before it.

    `backward()` adds to `params.grad`, so the steps grow and overshoot. Call `optimizer.zero_grad()` in every
    epoch, before `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_after_backward(n_epochs, optimizer, params, t_u, t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so no step sees a gradient.

    `backward()` fills `params.grad`; `step()` reads it. Whatever clears it must come before
    `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.zero_grad()
        optimizer.step()
    return params


def zeroes_once_before_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """The gradient is cleared once, before the loop; from the second epoch on they add up.

    Every epoch calls `backward()`, and every `backward()` adds. So every epoch has to clear first: the call
    belongs inside the loop. (§5.5.2)
    """
    optimizer.zero_grad()
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_after_the_step(n_epochs, optimizer, params, t_u, t_c):
    """You clear after the step, so the first epoch works with what was left in `params.grad`.

    That is right as long as nobody called `backward()` before your loop. Clear before `backward()`, and it is
    right for the first epoch, too. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
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


def forgets_to_step(n_epochs, optimizer, params, t_u, t_c):
    """`params` never moves with a gradient: `step()` is missing, without brackets, or runs before
    `backward()`.

    `backward()` only finds out which way is down. Nothing moves until `optimizer.step()` reads what it
    found. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
    return params


def one_epoch_too_few(n_epochs, optimizer, params, t_u, t_c):
    """Your loop runs one epoch less than asked for.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds say `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    for _ in range(1, n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params


def returns_inside_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """However many epochs are asked for, there is only one.

    `return` is indented so far that it belongs to the loop and ends it in its first round. It belongs below,
    in line with `for`. (§5.5.2)
    """
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
        return params


def computes_the_loss_once(n_epochs, optimizer, params, t_u, t_c):
    """The loss is computed once, before the loop: the second `backward()` raises an error.

    `backward()` frees the graph as it walks it, and after a step the old loss says nothing about the new
    `params` anyway. Model and loss belong inside the loop. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def makes_a_new_optimizer_every_epoch(n_epochs, optimizer, params, t_u, t_c):
    """You make a new optimizer in every epoch, and it forgets what the old one had learned.

    Momentum and Adam remember earlier steps; plain SGD does not, so there it goes unnoticed. Use the one that
    was passed, to the end. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer = type(optimizer)(optimizer.param_groups)
        train_step(optimizer, params, t_u, t_c)
    return params


def brings_its_own_optimizer(n_epochs, optimizer, params, t_u, t_c):
    """You train with an SGD of your own, at 0.01; the optimizer that was passed does nothing.

    The loop serves any optimizer because it makes none. Call `zero_grad()` and `step()` of the one that was
    passed. (§5.5.2)
    """
    own = torch.optim.SGD([params], lr=1e-2)
    for _ in range(n_epochs):
        train_step(own, params, t_u, t_c)
    return params


def steps_by_hand(n_epochs, optimizer, params, t_u, t_c):
    """You take the step yourself, learning rate times gradient; the optimizer only lends its learning rate.

    That is what plain SGD does. Momentum and Adam step otherwise, and only `optimizer.step()` knows
    how. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        with torch.no_grad():
            params -= optimizer.param_groups[0]["lr"] * params.grad
    return params


def steps_twice(n_epochs, optimizer, params, t_u, t_c):
    """Every epoch takes two steps: `step()`, or an update by hand, comes on top of `train_step`.

    `train_step` steps already. One epoch is one forward, one backward and one step. (§5.5.2)
    """
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
        optimizer.step()
    return params


def trains_a_copy(n_epochs, optimizer, params, t_u, t_c):
    """You compute the loss from a copy of `params`; the optimizer holds the original and sees no gradient.

    `clone()` and `detach()` make another tensor, and the gradients go there. Use `params` itself: it is the
    tensor that the optimizer moves. (§5.5.2)
    """
    copy = params.detach().clone().requires_grad_()
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(copy, t_u, t_c).backward()
        optimizer.step()
    return copy


def returns_a_detached_copy(n_epochs, optimizer, params, t_u, t_c):
    """`params` is trained, but you return another tensor with the same numbers.

    `detach()`, `clone()` and `.data` all make new tensors. The same object that the optimizer holds is wanted
    back: `return params`. (§5.5.2)
    """
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params.detach().clone()


def returns_the_loss(n_epochs, optimizer, params, t_u, t_c):
    """You return the last loss; the trained `params` are asked for.

    Print the loss, or keep it, as you like. What whoever calls needs is the model: `w` and `b`. (§5.5.2)
    """
    loss = None
    for _ in range(n_epochs):
        loss = train_step(optimizer, params, t_u, t_c)
    return loss


def returns_nothing(n_epochs, optimizer, params, t_u, t_c):
    """Your loop trains `params` and returns nothing.

    The numbers have changed in place, but the contract asks for the tensor back: end with
    `return params`. (§5.5.2)
    """
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)


def computes_the_gradient_once(n_epochs, optimizer, params, t_u, t_c):
    """All epochs step along one and the same gradient: that of the params before the first step.

    The loss is computed once, before the loop, and perhaps `backward()` is called there, too. After a step
    the old gradient says nothing about the new `params`: every epoch needs a forward and a backward of its
    own. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        optimizer.step()
    return params


def goes_backward_without_a_graph(n_epochs, optimizer, params, t_u, t_c):
    """`backward()` finds no graph to walk: there was none, or an earlier `backward()` has used it up.

    Under `torch.no_grad()` and after `detach()` autograd takes no notes, and one graph serves one
    `backward()`. Leave `no_grad` out: the optimizer itself sees to it that its step is not
    watched. (§5.5.4)
    """
    for _ in range(n_epochs):
        with torch.no_grad():
            loss = _loss(params, t_u, t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
