"""Mistakes in letting gradients add up. The student reads a function's docstring."""


def _right(params, t_u, t_c, times):
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_every_time(params, t_u, t_c, times):
    """You clear the gradient in every round, go backward only once, or divide by `times`. So nothing adds up.

    Here the gradients must add up. Clear `.grad` once, before the first round, and then leave it alone. Each
    of the `times` calls of `backward()` then adds its share. (§5.5.1)
    """
    for _ in range(times):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def never_zeroes(params, t_u, t_c, times):
    """The result still contains the old value of `params.grad` from before your call.

    Gradients add up, also with an old gradient that other code left there. Clear `.grad` once, before the
    first round. It may also be `None`. (§5.5.1)
    """
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_what_is_none(params, t_u, t_c, times):
    """You zero `params.grad` when there is no gradient yet. It is `None` until the first `backward()`.

    A new leaf tensor has no gradient, and `None` has no `zero_()`. Test whether `.grad` is `None` before you
    zero it, or set `.grad` to `None`. (§5.5.1)
    """
    params.grad.zero_()
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_after_backward(params, t_u, t_c, times):
    """You clear the gradient after each `backward()`, so nothing is left at the end.

    The value of `.grad` after the last round is your result. Clear it before the first round, and not again.
    (§5.5.1)
    """
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        params.grad.zero_()
    return params.grad


def goes_backward_through_one_graph(params, t_u, t_c, times):
    """You compute the loss once and call `backward()` on it several times. The second call raises an error.

    `backward()` deletes the graph after it has used it. Each round needs its own forward pass, so compute the
    model and the loss inside the loop. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    for _ in range(times):
        loss.backward()
    return params.grad


def one_time_too_many(params, t_u, t_c, times):
    """The gradient contains one `backward()` too many.

    One call before the loop and `times` calls inside make `times + 1`. `range(times + 1)` does so, too. Every
    `backward()` counts. (§5.5.1)
    """
    params.grad = None
    for _ in range(times + 1):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def one_time_too_few(params, t_u, t_c, times):
    """The gradient contains one `backward()` too few.

    `range(1, times)` goes from 1 to `times - 1`. For `times` rounds, write `range(times)`. (§5.5.1)
    """
    params.grad = torch.zeros_like(params)
    for _ in range(1, times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def adds_what_adds_up_by_itself(params, t_u, t_c, times):
    """You add up `params.grad` in each round, but it is already a sum.

    After the second `backward()`, `.grad` holds two gradients, and after the third it holds three. Adding
    these gives 1 + 2 + 3. Read `.grad` once, at the end. (§5.5.1)
    """
    params.grad = None
    total = torch.zeros_like(params.detach())
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        total += params.grad
    return total


def keeps_every_gradient(params, t_u, t_c, times):
    """You return the gradient after every round. Return only the last one.

    The result has shape (2,): the value of `.grad` after all `times` calls of `backward()`. (§5.5.1)
    """
    params.grad = None
    seen = []
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        seen.append(params.grad.clone())
    return torch.stack(seen)


def moves_the_parameters(params, t_u, t_c, times):
    """You take a step in every round, so each gradient belongs to another point.

    Do not train here. If `params` does not change, every round adds the same gradient, `times` times.
    (§5.5.1)
    """
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= 1e-2 * params.grad
    return params.grad


def one_round_too_few(params, t_u, t_c, times):
    """One `backward()` is missing: your code calls it `times - 1` times.

    `range(1, times)` ends at `times - 1`. For `times` rounds, write `range(times)`. (§5.5.1)
    """
    params.grad = None
    for _ in range(1, times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
