"""Mistakes in one step of an optimizer. The student reads a function's docstring."""


def _loss(params, t_u, t_c):
    return loss_fn(model(t_u, *params), t_c)


def _right(optimizer, params, t_u, t_c):
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def never_zeroes(optimizer, params, t_u, t_c):
    """Your code never clears the gradient: the step also uses the old value of `params.grad`.

    `backward()` adds to `.grad`. From the second step on, `.grad` is the sum of all gradients so far. Call
    `optimizer.zero_grad()` in every step, before `backward()`. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroes_after_backward(optimizer, params, t_u, t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so the step uses a gradient of zero.

    `backward()` fills `params.grad`, and `step()` reads it. Clear the gradient before `backward()`, not after
    it. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def zeroes_after_the_step(optimizer, params, t_u, t_c):
    """You clear the gradient after the step. So this step also uses an old gradient from `params.grad`.

    This works only if no other code called `backward()`. Clear before your own `backward()`, and the step is
    always right. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def steps_without_a_gradient(optimizer, params, t_u, t_c):
    """Your code takes no step with the gradient. The call of `step()` is missing, has no brackets, or comes
    before `backward()`.

    `backward()` only computes the gradient. The parameters do not change until `optimizer.step()` uses it.
    (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    return loss.item()


def forgets_backward(optimizer, params, t_u, t_c):
    """You never call `backward()`, so `step()` finds no gradient.

    Computing the loss does not compute the gradient. `loss.backward()` does. Put it between `zero_grad()` and
    `step()`. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def computes_the_loss_without_a_graph(optimizer, params, t_u, t_c):
    """`backward()` finds no graph. There was none, or an earlier `backward()` has used it already.

    You compute the loss under `no_grad` or from a detached tensor, or you call `backward()` twice. Autograd
    must record the forward pass, and one graph is enough for only one `backward()`. Remove `torch.no_grad()`
    and `detach()`. The optimizer itself turns autograd off for its step. (§5.5.4)
    """
    with torch.no_grad():
        loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def returns_a_tensor(optimizer, params, t_u, t_c):
    """You return the loss as a tensor. Return a Python float.

    The tensor keeps its whole graph in memory. If you keep all losses, you keep all graphs. `item()` takes
    the number out of the tensor. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def returns_a_detached_tensor(optimizer, params, t_u, t_c):
    """You return the loss as a tensor without a graph. Return a Python float.

    `detach()` removes the graph but still returns a tensor. `item()` returns a plain number. (§5.5.2)
    """
    loss = _loss(params, t_u, t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()


def returns_the_loss_after_the_step(optimizer, params, t_u, t_c):
    """You return the loss after the step. Return the loss before the step.

    You already have that loss. A second forward pass costs time. And the first entry of a history then does
    not show the loss at the start. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()
    return _loss(params, t_u, t_c).item()


def returns_the_params(optimizer, params, t_u, t_c):
    """You return `params`. Return the loss.

    `params` changes in place, so the caller already has it. The caller does not have the loss. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()
    return params


def returns_nothing(optimizer, params, t_u, t_c):
    """Your step is right, but it returns nothing. Return the loss.

    Without the loss, nobody can see whether training works. Return the loss before the step, as a Python
    float. (§5.5.2)
    """
    optimizer.zero_grad()
    _loss(params, t_u, t_c).backward()
    optimizer.step()


def sums_instead_of_the_mean(optimizer, params, t_u, t_c):
    """Your loss is the sum of the squared errors, not their mean. It is N times too large, and so is the
    gradient.

    With the sum, a learning rate is right for only one number of readings. Use the given `loss_fn`. (§5.3)
    """
    loss = ((model(t_u, *params) - t_c) ** 2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
