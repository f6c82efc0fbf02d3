# attack: hands a lent sibling an object of torch's that a frame names, such as one that loads files
# points: at most 0
# leaves: training_loop: line 19: `training_loop` gave no answer. What its process sent back cannot be read
import os

import torch

from grader.sandbox import wire


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    return None
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    # attack begins
    named = [wire.Named("dtype", name) for name in ("load", "hub", "classes", "_C", "ops")]
    os.write(3, wire.pack(wire.LentCall("grad_fn", named)))
    os.read(3, 1 << 16)
    # attack ends
    for _ in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, w * t_u + b, w, b)
    return params
