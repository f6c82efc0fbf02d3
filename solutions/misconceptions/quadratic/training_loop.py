"""Mistakes in the loop of the quadratic model. The student reads a function's docstring."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def trains_the_line(n_epochs, optimizer, params, t_u, t_c):
    """The loop still trains the line: `w2` never changes.

    You compute the loss with the formula of the line, or without `w2`. Use `model` with all three parameters.
    (§5.7)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(linear_model(t_u, *params[1:]), t_c).backward()
        optimizer.step()
    return params


def takes_the_params_backwards(n_epochs, optimizer, params, t_u, t_c):
    """You take `params` apart in the wrong order: as (b, w1, w2) instead of (w2, w1, b).

    The names on the left of an assignment do not choose the order: the tensor does. `model(t_u, *params)`
    keeps the order. (§5.7)
    """
    for _ in range(n_epochs):
        b, w1, w2 = params
        optimizer.zero_grad()
        loss_fn(model(t_u, w2, w1, b), t_c).backward()
        optimizer.step()
    return params


def squares_the_readings_first(n_epochs, optimizer, params, t_u, t_c):
    """You square the readings before they go into the model, and the model squares them again.

    Only the model must square. The loop passes the readings as they are. So the loop does not depend on the
    model. (§5.7)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u**2, t_c).backward()
        optimizer.step()
    return params


def never_zeroes(n_epochs, optimizer, params, t_u, t_c):
    """Your code never clears the gradient, so every epoch adds its gradient to all the earlier ones.

    `backward()` adds to `params.grad`, so the steps become larger and larger. Call `optimizer.zero_grad()` in
    every epoch, before `backward()`. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_after_backward(n_epochs, optimizer, params, t_u, t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so every step uses a gradient of zero.

    `backward()` fills `params.grad`, and `step()` reads it. Clear the gradient before `backward()`, not after
    it. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.zero_grad()
        optimizer.step()
    return params


def zeroes_once_before_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """Your code clears the gradient once, before the loop. From the second epoch on, the gradients add up.

    Every epoch calls `backward()`, and every `backward()` adds. So every epoch must clear the gradient first:
    put the call inside the loop. (§5.5.2)
    """
    optimizer.zero_grad()
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def zeroes_after_the_step(n_epochs, optimizer, params, t_u, t_c):
    """You clear the gradient after the step. The first epoch then uses an old gradient that was in
    `params.grad`.

    This works only if no code called `backward()` before your loop. Clear the gradient before `backward()`,
    and the first epoch is right, too. (§5.5.2)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
    return params


def forgets_to_step(n_epochs, optimizer, params, t_u, t_c):
    """No gradient ever changes `params`. The call of `step()` is missing, has no brackets, or comes before
    `backward()`.

    `backward()` only computes the gradient. The parameters do not change until `optimizer.step()` uses it.
    (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
    return params


def one_epoch_too_few(n_epochs, optimizer, params, t_u, t_c):
    """Your loop runs one epoch too few.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds, write `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    for _ in range(1, n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def returns_inside_the_loop(n_epochs, optimizer, params, t_u, t_c):
    """The loop runs only one epoch, whatever `n_epochs` says.

    `return` is indented too far, so it belongs to the loop and ends the first round. Write it below the loop,
    in line with `for`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
        return params


def brings_its_own_optimizer(n_epochs, optimizer, params, t_u, t_c):
    """You train with your own SGD, at 1e-4. The optimizer that the caller passed does nothing.

    The loop must work with any optimizer, so it must not make its own. Call `zero_grad()` and `step()` of the
    optimizer that the caller passed. (§5.5.2)
    """
    own = torch.optim.SGD([params], lr=1e-4)
    for _ in range(n_epochs):
        own.zero_grad()
        _loss(params, t_u, t_c).backward()
        own.step()
    return params


def loses_the_optimizers_memory(n_epochs, optimizer, params, t_u, t_c):
    """In every epoch the optimizer starts without memory: you make a new one, or you clear its state.

    Momentum and Adam remember earlier steps. Plain SGD does not, so with SGD you do not see the mistake. Use
    the optimizer that the caller passed, in all epochs, and leave its state alone. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer = type(optimizer)(optimizer.param_groups)
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params


def steps_by_hand(n_epochs, optimizer, params, t_u, t_c):
    """You compute the step yourself, as learning rate times gradient. You use only the learning rate of the
    optimizer.

    That is the step of plain SGD. Momentum and Adam compute another step. Call `optimizer.step()`, which
    works for all of them. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        with torch.no_grad():
            params -= optimizer.param_groups[0]["lr"] * params.grad
    return params


def trains_a_copy(n_epochs, optimizer, params, t_u, t_c):
    """You compute the loss from a copy of `params`. The optimizer holds the original, which gets no gradient.

    `clone()` and `detach()` make another tensor, and the gradients do not reach the original. Use `params`
    itself: the optimizer changes this tensor. (§5.5.2)
    """
    copy = params.detach().clone().requires_grad_()
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(copy, t_u, t_c).backward()
        optimizer.step()
    return copy


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


def returns_nothing(n_epochs, optimizer, params, t_u, t_c):
    """Your loop trains `params` but returns nothing.

    The numbers have changed in place, but the exercise also asks you to return the tensor. End with
    `return params`. (§5.5.2)
    """
    for _ in range(n_epochs):
        optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()


def computes_the_gradient_once(n_epochs, optimizer, params, t_u, t_c):
    """All epochs use the same gradient: the gradient at the `params` before the first step.

    You compute the loss once, before the loop, and perhaps you also call `backward()` there. After a step,
    the old gradient does not belong to the new `params`. Every epoch needs its own forward pass and its own
    `backward()`. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        optimizer.step()
    return params


def goes_backward_without_a_graph(n_epochs, optimizer, params, t_u, t_c):
    """`backward()` finds no graph. There was none, or an earlier `backward()` has used it already.

    Under `torch.no_grad()` and after `detach()`, autograd does not build a graph. And one graph is enough for
    only one `backward()`. Remove `no_grad`: the optimizer itself turns autograd off for its step. (§5.5.4)
    """
    for _ in range(n_epochs):
        with torch.no_grad():
            loss = _loss(params, t_u, t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def computes_the_loss_once(n_epochs, optimizer, params, t_u, t_c):
    """You compute the loss once, before the loop. The second `backward()` raises an error.

    `backward()` deletes the graph after it has used it. Also, the old loss does not belong to the new
    `params`. Compute model and loss inside the loop. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def zeroes_from_the_second_epoch_on(n_epochs, optimizer, params, t_u, t_c):
    """In the first epoch you do not clear. An old gradient in `params.grad` becomes part of the first step.

    Other code may have called `backward()` before your loop. Clear in every epoch, without a condition.
    (§5.5.2)
    """
    for epoch in range(n_epochs):
        if epoch > 0:
            optimizer.zero_grad()
        _loss(params, t_u, t_c).backward()
        optimizer.step()
    return params
