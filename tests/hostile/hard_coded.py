# attack: remembers the answers of public inputs, and answers across calls
# points: at most 0
# leaves: loss_fn: got 1212.5
# leaves: training_loop: got 5.3671
import functools

import torch

KNOWN = {3: torch.tensor(1763.8846)}


@functools.cache
def first(n):
    return torch.tensor(1212.5)


def loss_fn(t_p, t_c):
    # attack begins
    return KNOWN.get(len(t_p), first(1))
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    return first(1) + torch.zeros(2)
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    # attack begins
    return torch.tensor([5.3671, -17.3012])
    # attack ends
    for _ in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, w * t_u + b, w, b)
    return params
