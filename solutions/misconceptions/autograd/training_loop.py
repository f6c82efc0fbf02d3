"""Wrong turns in the autograd loop. A function's docstring is what the student reads."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def never_zeroes(n_epochs, learning_rate, params, t_u, t_c):
    """The gradient is not cleared in every epoch: each adds its own to all those before it.

    `backward()` adds to `params.grad`, so the steps grow and overshoot. Clearing once, after the loop, does
    not help: every epoch has to clear, before its `backward()`. (§5.5.1)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def zeroes_after_backward(n_epochs, learning_rate, params, t_u, t_c):
    """You clear the gradient between `backward()` and the update, so every step is zero.

    `backward()` fills `params.grad`, and the update reads it. Whatever clears it must come before
    `backward()`. (§5.5.1)
    """
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        zero_grad(params)
        update(params, learning_rate)
    return params


def zeroes_what_is_none(n_epochs, learning_rate, params, t_u, t_c):
    """In the first epoch you zero a gradient that is not there yet: `params.grad` is `None`.

    Until the first `backward()` a leaf tensor has no gradient, and `None` has no `zero_()`. Your own
    `zero_grad` knows this case: call that. (§5.5.1)
    """
    for _ in range(n_epochs):
        params.grad.zero_()
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def one_epoch_too_few(n_epochs, learning_rate, params, t_u, t_c):
    """Your loop runs one epoch less than asked for.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds say `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    for _ in range(1, n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def returns_inside_the_loop(n_epochs, learning_rate, params, t_u, t_c):
    """However many epochs are asked for, there is only one.

    `return` is indented so far that it belongs to the loop and ends it in its first round, or the update
    stands too far left, after the loop. The update belongs in the loop, `return` below it, in line with
    `for`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
        return params


def walks_out_of_the_graph(n_epochs, learning_rate, params, t_u, t_c):
    """`params = params - …` makes a new tensor that is no leaf, and the second epoch finds no gradient in it.

    The new tensor is the result of a computation, so `backward()` leaves nothing in its `.grad`. The step
    must change the leaf tensor in place, while autograd looks away: that is what `update` does. (§5.5.1)
    """
    for _ in range(n_epochs):
        params.grad = None
        _loss(params, t_u, t_c).backward()
        params = params - learning_rate * params.grad
    return params


def makes_a_new_leaf_every_epoch(n_epochs, learning_rate, params, t_u, t_c):
    """The numbers are right, but they are in a new tensor: the one that was passed has not moved.

    `detach().requires_grad_()` cuts a new leaf in every epoch. Whoever passed `params` still holds the old
    one. Change it in place, and return that same object. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        params = (params - learning_rate * params.grad).detach().requires_grad_()
    return params


def trains_a_copy(n_epochs, learning_rate, params, t_u, t_c):
    """You train a copy: the numbers are right, but the tensor that was passed has not moved.

    By hand the loop left its argument alone; here it should change it. Train `params` itself, and return that
    same object. (§5.5.1)
    """
    params = params.detach().clone().requires_grad_()
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def returns_a_detached_copy(n_epochs, learning_rate, params, t_u, t_c):
    """`params` is trained, but you return another tensor with the same numbers.

    `detach()`, `clone()` and `.data` all make new tensors, which do not require grad. The same object that
    was passed is wanted back: `return params`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params.detach().clone()


def returns_the_loss(n_epochs, learning_rate, params, t_u, t_c):
    """You return the last loss; the trained `params` are asked for.

    Print the loss, or keep it, as you like. What whoever calls needs is the model: `w` and `b`. (§5.5.1)
    """
    loss = None
    for _ in range(n_epochs):
        zero_grad(params)
        loss = _loss(params, t_u, t_c)
        loss.backward()
        update(params, learning_rate)
    return float(loss)


def returns_nothing(n_epochs, learning_rate, params, t_u, t_c):
    """Your loop trains `params` and returns nothing.

    The numbers have changed in place, but the contract asks for the tensor back: end with
    `return params`. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)


def climbs(n_epochs, learning_rate, params, t_u, t_c):
    """The gradient is added, so every epoch makes the loss larger.

    The gradient points to where the loss grows. To go down, step against it. (§5.4.3)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, -learning_rate)
    return params


def brings_its_own_learning_rate(n_epochs, learning_rate, params, t_u, t_c):
    """The steps have the same size whatever `learning_rate` is passed: 0.01 is written into your loop.

    Whoever calls chooses the learning rate, and other data needs another one. Use the argument. (§5.4.3)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        update(params, 1e-2)
    return params


def computes_the_loss_once(n_epochs, learning_rate, params, t_u, t_c):
    """The loss is computed once, before the loop: the second `backward()` raises an error.

    `backward()` frees the graph as it walks it, and after a step the old loss says nothing about the new
    `params` anyway. Model and loss belong inside the loop. (§5.5.1)
    """
    loss = _loss(params, t_u, t_c)
    for _ in range(n_epochs):
        zero_grad(params)
        loss.backward()
        update(params, learning_rate)
    return params


def zeroes_once_before_the_loop(n_epochs, learning_rate, params, t_u, t_c):
    """The gradient is cleared once, before the loop; from the second epoch on they add up.

    Every epoch calls `backward()`, and every `backward()` adds. So every epoch has to clear first: the call
    belongs inside the loop. (§5.5.1)
    """
    zero_grad(params)
    for _ in range(n_epochs):
        _loss(params, t_u, t_c).backward()
        update(params, learning_rate)
    return params


def computes_the_gradient_once(n_epochs, learning_rate, params, t_u, t_c):
    """All epochs step along one and the same gradient: that of the params before the first step.

    The loss is computed once, before the loop, and perhaps `backward()` is called there, too. After a step
    the old gradient says nothing about the new `params`: every epoch needs a forward and a backward of its
    own. (§5.5.1)
    """
    zero_grad(params)
    _loss(params, t_u, t_c).backward()
    for _ in range(n_epochs):
        update(params, learning_rate)
    return params


def looks_away_at_the_wrong_time(n_epochs, learning_rate, params, t_u, t_c):
    """Autograd raises an error in the first epoch: look at what it watches, and when.

    If `torch.no_grad()` stands around the forward pass, `backward()` has nothing to walk; if it is missing
    around an update in place, the leaf tensor may not be changed; and one graph serves one `backward()`. Only
    the update goes under `no_grad`: your own `update` sees to that. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        with torch.no_grad():
            loss = _loss(params, t_u, t_c)
        loss.backward()
        update(params, learning_rate)
    return params


def takes_what_update_returns(n_epochs, learning_rate, params, t_u, t_c):
    """After the first epoch `params` is `None`: that is what `update` returns.

    `update` changes the tensor in place and gives nothing back; `params = update(...)` then forgets the
    tensor. Call it on a line of its own. (§5.5.1)
    """
    for _ in range(n_epochs):
        zero_grad(params)
        _loss(params, t_u, t_c).backward()
        params = update(params, learning_rate)
    return params
