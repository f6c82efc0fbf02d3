"""Wrong turns in letting gradients add up. A function's docstring is what the student reads."""


def _right(params, t_u, t_c, times):
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_every_time(params, t_u, t_c, times):
    """You clear the gradient in every round, go backward only once, or divide by `times`: nothing adds up.

    Here it is wanted: clear once, before the first round, and then leave `.grad` alone, so that each of the
    `times` calls of `backward()` adds its share. (§5.5.1)
    """
    for _ in range(times):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def never_zeroes(params, t_u, t_c, times):
    """What `params.grad` held before your call is still in the result.

    Gradients add up, also onto what somebody else left there. Clear `.grad` once, before the first round; it
    may also be `None`. (§5.5.1)
    """
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_what_is_none(params, t_u, t_c, times):
    """You zero `params.grad` where there is none yet: it is `None` until the first `backward()`.

    A fresh leaf tensor has no gradient at all, and `None` has no `zero_()`. Ask whether `.grad` is `None`
    before you zero it, or set it to `None` yourself. (§5.5.1)
    """
    params.grad.zero_()
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def zeroes_after_backward(params, t_u, t_c, times):
    """You clear the gradient after each `backward()`, so that nothing is left at the end.

    Whatever stands in `.grad` after the last round is your result. Clear before the first round, and not
    again. (§5.5.1)
    """
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        params.grad.zero_()
    return params.grad


def goes_backward_through_one_graph(params, t_u, t_c, times):
    """You compute the loss once and call `backward()` on it several times: the second call raises an error.

    `backward()` frees the graph as it walks it. Each round needs a forward of its own, so the model and the
    loss belong inside the loop. (§5.5.1)
    """
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    for _ in range(times):
        loss.backward()
    return params.grad


def one_time_too_many(params, t_u, t_c, times):
    """The gradient has one `backward()` too many in it.

    One call before the loop and `times` inside make `times + 1`, and so does `range(times + 1)`. Every
    `backward()` counts. (§5.5.1)
    """
    params.grad = None
    for _ in range(times + 1):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def one_time_too_few(params, t_u, t_c, times):
    """The gradient has one `backward()` too few in it.

    `range(1, times)` goes from 1 to `times - 1`. For `times` rounds say `range(times)`. (§5.5.1)
    """
    params.grad = torch.zeros_like(params)
    for _ in range(1, times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad


def adds_what_adds_up_by_itself(params, t_u, t_c, times):
    """You add up `params.grad` round by round, but it is a sum already.

    After the second `backward()`, `.grad` holds two gradients, after the third three; adding those gives
    1 + 2 + 3. Read `.grad` once, at the end. (§5.5.1)
    """
    params.grad = None
    total = torch.zeros_like(params.detach())
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        total += params.grad
    return total


def keeps_every_gradient(params, t_u, t_c, times):
    """You return the gradient after every round; only the last one is asked for.

    The result has shape (2,): what `.grad` holds when all `times` calls of `backward()` are done. (§5.5.1)
    """
    params.grad = None
    seen = []
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        seen.append(params.grad.clone())
    return torch.stack(seen)


def moves_the_parameters(params, t_u, t_c, times):
    """You take a step in every round, so that each gradient belongs to another place.

    Nothing is trained here. `params` stays where it is, and the same gradient comes `times` times. (§5.5.1)
    """
    params.grad = None
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= 1e-2 * params.grad
    return params.grad


def one_round_too_few(params, t_u, t_c, times):
    """One `backward()` is missing: there are `times - 1` of them.

    `range(1, times)` ends at `times - 1`. For as many rounds as asked for say `range(times)`. (§5.5.1)
    """
    params.grad = None
    for _ in range(1, times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
