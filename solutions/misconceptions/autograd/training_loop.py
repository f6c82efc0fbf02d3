"""Mistakes in the autograd loop. The student reads a function's docstring."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def never_zeroes(n_epochs, learning_rate, params, t_u, t_c):
    """You do not clear the gradient in every epoch: each epoch adds its gradient to all the earlier ones.

    `backward()` adds to `params.grad`, so the steps become larger and larger. It does not help to clear once,
    after the loop. Clear the gradient in every epoch, before its `backward()`. (§5.5.1)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def zeroes_after_backward(n_epochs, learning_rate, params, t_u, t_c):
    """You clear the gradient between `backward()` and the update, so every step is zero.

    `backward()` fills `params.grad`, and the update reads it. Clear the gradient before `backward()`, not
    after it. (§5.5.1)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        zero_grad(params)
        update(params, learning_rate)
    return params


def zeroes_what_is_none(n_epochs, learning_rate, params, t_u, t_c):
    """In the first epoch you zero a gradient that does not exist yet: `params.grad` is `None`.

    Until the first `backward()`, a leaf tensor has no gradient, and `None` has no `zero_()`. Your own
    `zero_grad` handles this case: call it. (§5.5.1)
    """
    for _ in range(n_epochs):
        params.grad.zero_()
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def one_epoch_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """Your loop runs one epoch too few.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds, write `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    for _ in range(1, n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def returns_inside_the_loop(n_epochs, learning_rate, params, t_u, t_c):
    """The loop runs only one epoch, whatever `n_epochs` says.

    Perhaps `return` is indented too far, so it belongs to the loop and ends the first round. Or the update is
    not indented far enough, so it comes after the loop. Put the update inside the loop, and `return` below
    the loop, in line with `for`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
        return params


def walks_out_of_the_graph(n_epochs, learning_rate, params, t_u, t_c):
    """`params = params - …` makes a new tensor that is not a leaf. The second epoch finds no gradient in it.

    The new tensor is the result of a computation, so `backward()` does not fill its `.grad`. Change the leaf
    tensor in place, while autograd is off. Your `update` does that. (§5.5.1)
    """
    for _ in range(n_epochs):
        params.grad = None
        _loss(params, t_u, t_c).backward()
        params = params - learning_rate * params.grad
    return params


def makes_a_new_leaf_every_epoch(n_epochs, learning_rate, params, t_u, t_c):
    """The numbers are right, but they are in a new tensor. The tensor that the caller passed has not changed.

    `detach().requires_grad_()` makes a new leaf in every epoch. The caller of your loop still holds the old
    `params`. Change it in place, and return that same object. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        params = (params - learning_rate * params.grad).detach().requires_grad_()
    return params


def trains_a_copy(n_epochs, learning_rate, params, t_u, t_c):
    """You train a copy: the numbers are right, but the tensor that the caller passed has not changed.

    In the loop by hand, the argument stayed the same. Here the loop must change it. Train `params` itself,
    and return that same object. (§5.5.1)
    """
    params = params.detach().clone().requires_grad_()
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def returns_a_detached_copy(n_epochs, learning_rate, params, t_u, t_c):
    """You train `params`, but you return another tensor with the same numbers.

    `detach()`, `clone()` and `.data` all make new tensors, and these do not require grad. Return the same
    object that the caller passed: `return params`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params.detach().clone()


def returns_the_loss(n_epochs, learning_rate, params, t_u, t_c):
    """You return the last loss. The function must return the trained `params`.

    You may print the loss or keep it. But the caller needs the model: `w` and `b`. (§5.5.1)
    """
    loss = None
    for _ in range(n_epochs):
        zero_grad(params)
        loss = _loss(params, t_u, t_c)
        loss.backward()
        update(params, learning_rate)
    return float(loss)


def returns_nothing(n_epochs, learning_rate, params, t_u, t_c):
    """Your loop trains `params` but returns nothing.

    The numbers have changed in place, but the exercise also asks you to return the tensor. End with
    `return params`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """You add the gradient, so every epoch makes the loss larger.

    The gradient points in the direction in which the loss grows. To make the loss smaller, subtract the
    gradient. (§5.4.3)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, -learning_rate)
    return params


def brings_its_own_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """The steps always have the same size, because your loop uses 0.01 and not `learning_rate`.

    The caller chooses the learning rate, and other data needs another one. Use the argument. (§5.4.3)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, 1e-2)
    return params


def computes_the_loss_once(n_epochs, learning_rate, params, t_u, t_c):
    """You compute the loss once, before the loop. The second `backward()` raises an error.

    `backward()` deletes the graph after it has used it. Also, the old loss does not belong to the new
    `params`. Compute model and loss inside the loop. (§5.5.1)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        zero_grad(params)
        loss.backward()
        update(params, learning_rate)
    return params


def zeroes_once_before_the_loop(n_epochs, learning_rate, params, t_u, t_c):
    """Your code clears the gradient once, before the loop. From the second epoch on, the gradients add up.

    Every epoch calls `backward()`, and every `backward()` adds. So every epoch must clear the gradient first:
    put the call inside the loop. (§5.5.1)
    """
    zero_grad(params)
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def computes_the_gradient_once(n_epochs, learning_rate, params, t_u, t_c):
    """All epochs use the same gradient: the gradient at the `params` before the first step.

    You compute the loss once, before the loop, and perhaps you also call `backward()` there. After a step,
    the old gradient does not belong to the new `params`. Every epoch needs its own forward pass and its own
    `backward()`. (§5.5.1)
    """
    zero_grad(params)
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        update(params, learning_rate)
    return params


def looks_away_at_the_wrong_time(n_epochs, learning_rate, params, t_u, t_c):
    """Autograd raises an error in the first epoch: check when it is on and when it is off.

    `backward()` finds no graph if `torch.no_grad()` is around the forward pass. Without `no_grad`, autograd
    does not allow an update of a leaf in place. And one graph is enough for only one `backward()`. Put only
    the update under `no_grad`: your own `update` does so already. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        with torch.no_grad():
            loss = _loss(params, t_u, t_c)
        loss.backward()
        update(params, learning_rate)
    return params


def takes_what_update_returns(n_epochs, learning_rate, params, t_u, t_c):
    """After the first epoch `params` is `None`, because `update` returns `None`.

    `update` changes the tensor in place and returns nothing. So `params = update(...)` loses the tensor. Call
    `update` on its own line. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        params = update(params, learning_rate)
    return params


def zeroes_every_second_time(n_epochs, learning_rate, params, t_u, t_c):
    """You clear the gradient in every second epoch only. In the others, two gradients add up.

    Every epoch calls `backward()`, so every epoch must clear the gradient first. Call `zero_grad` without a
    condition. (§5.5.1)
    """
    for epoch in range(n_epochs):
        if epoch % 2 == 0:
            zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params
