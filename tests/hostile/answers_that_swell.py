# attack: small answers that cost the grader much to hold, to compare or to write down
# points: at most 0
# leaves: model: line 23: `model` gave no answer. What its process sent back cannot be read as an answer.
# leaves: loss_fn: line 32: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: dloss_fn: got shape (12, 12, 12, 12, 12, 12, 5)
# leaves: dmodel_dw: line 47: `dmodel_dw` gave no answer. What its process sent back cannot be read as an answer.
# leaves: dmodel_db: Expected 1.0, got inf
# leaves: has_diverged: | -1000000000
# leaves: normalize_inputs: `normalize_inputs` gave no answer. It waited for too long and computed nothing. Is there
import os
import signal
import time

import torch

from grader.sandbox import wire


def forge(*_):
    os.pwrite(1, b'File "gradient_descent.py", line 9999999 in f\n' * 1200, 0)


def model(t_u, w, b):
    # attack begins
    same = [wire.Tensor("float32", [1 << 20], 0) for _ in range(2000)]
    os.write(3, wire.pack(wire.Answer(1, wire.Sequence("list", same)), bytes(4 << 20)))
    return None
    # attack ends
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    os.write(3, wire.pack(wire.Answer(1, wire.Tensor("float32", [0] + [1 << 26] * 14, 0))))
    return None
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    return torch.zeros((12,) * 6 + (5,), dtype=torch.uint8)
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def dmodel_dw(t_u, w, b):
    # attack begins
    return torch.zeros((2,) * 23, dtype=torch.bool)
    # attack ends
    return t_u


def dmodel_db(t_u, w, b):
    # attack begins
    return 10**400
    # attack ends
    return 1.0


def has_diverged(losses):
    # attack begins
    return -(10**400)
    # attack ends
    return not bool(losses[-1].isfinite() and losses[-1] <= losses[0])


def normalize_inputs(t_u):
    # attack begins
    signal.signal(signal.SIGUSR1, forge)
    time.sleep(100)
    # attack ends
    return 0.1 * t_u
