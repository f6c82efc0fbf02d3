# attack: remembers the answers of public inputs, and answers across calls
# points: at most 0
# says: loss_fn
import functools

import torch

KNOWN = {3: torch.tensor(1763.8846)}


@functools.cache
def first(n):
    return torch.tensor(12.0)


def loss_fn(t_p, t_c):
    return KNOWN.get(len(t_p), first(1))


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    return torch.tensor([5.3671, -17.3012])
