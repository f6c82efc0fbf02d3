"""Wrong turns in one step of an optimizer. A function's docstring is what the student reads."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(optimizer, params, t_u, t_c):
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def never_zeroes(optimizer, params, t_u, t_c):
    """The gradient is never cleared: the step also takes what `params.grad` held before.

    `backward()` adds to `.grad`. From the second step on it is the sum of all gradients so far. Call
    `optimizer.zero_grad()` in every step, before `backward()`. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroes_after_backward(optimizer, params, t_u, t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so the step sees no gradient.

    `backward()` fills `params.grad`; `step()` reads it. Whatever clears it must come before
    `backward()`. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def zeroes_after_the_step(optimizer, params, t_u, t_c):
    """You clear after the step, so this one also takes what somebody left in `params.grad`.

    That is right as long as nobody else called `backward()`. Clear before your own `backward()`, and it is
    right whoever was there. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def steps_without_a_gradient(optimizer, params, t_u, t_c):
    """No step is taken with the gradient: `step()` is missing, without brackets, or runs before `backward()`.

    `backward()` only finds out which way is down. Nothing moves until `optimizer.step()` reads what it
    found. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    return loss.item()


def forgets_backward(optimizer, params, t_u, t_c):
    """You never call `backward()`, so there is no gradient for `step()` to read.

    Computing the loss finds no gradient yet. `loss.backward()` does; it belongs between `zero_grad()` and
    `step()`. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def computes_the_loss_without_a_graph(optimizer, params, t_u, t_c):
    """`backward()` finds no graph to walk: there was none, or an earlier `backward()` has used it up.

    The loss is computed under `no_grad` or from a detached tensor, or `backward()` is called twice. Autograd
    has to watch the forward pass, and one graph serves one `backward()`. Leave out `torch.no_grad()` and
    `detach()`; the optimizer itself sees to it that the update is not watched. (§5.5.4)
    """
    with torch.no_grad():
        loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def returns_a_tensor(optimizer, params, t_u, t_c):
    """You return the loss as a tensor; a Python float is asked for.

    The tensor holds on to its whole graph, and who keeps all losses keeps all graphs. `item()` takes the
    number out of it. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def returns_a_detached_tensor(optimizer, params, t_u, t_c):
    """You return the loss as a tensor without a graph; a Python float is asked for.

    `detach()` lets the graph go and leaves a tensor. `item()` makes it a plain number. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()


def returns_the_loss_after_the_step(optimizer, params, t_u, t_c):
    """You return the loss after the step; the one before it is asked for.

    That is the loss you have already: going forward a second time costs time, and the first entry of a
    history no longer says where training began. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()
    return _loss(params, t_u, t_c).item()


def returns_the_params(optimizer, params, t_u, t_c):
    """You return `params`; the loss is asked for.

    `params` changes in place, so whoever calls has it already. What they do not have is the loss. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()
    return params


def returns_nothing(optimizer, params, t_u, t_c):
    """Your step is right, and returns nothing; the loss is asked for.

    Without it nobody can see whether training works. Return the loss before the step, as a Python
    float. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()


def sums_instead_of_the_mean(optimizer, params, t_u, t_c):
    """Your loss is the sum of the squared errors, not their mean: N times too large, and so is the step.

    With the sum, every learning rate suits one number of readings only. Use `loss_fn` as it is
    given. (§5.3)
    """
    loss = ((model(t_u, *params) - t_c) ** 2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
