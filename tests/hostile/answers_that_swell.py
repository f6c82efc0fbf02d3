# attack: small answers that cost the grader much to hold, to compare or to write down
# points: at most 0
# says: sent something that is not an answer
import os
import signal
import time

import torch

from grader.sandbox import wire


def forge(*_):
    os.pwrite(1, b'File "gradient_descent.py", line 9999999 in f\n' * 1200, 0)


def model(t_u, w, b):
    same = [wire.Tensor("float32", [1 << 20], 0) for _ in range(2000)]
    os.write(3, wire.pack(wire.Answer(1, wire.Sequence("list", same)), bytes(4 << 20)))


def loss_fn(t_p, t_c):
    os.write(3, wire.pack(wire.Answer(1, wire.Tensor("float32", [0] + [1 << 26] * 14, 0))))


def dloss_fn(t_p, t_c):
    return torch.zeros((12,) * 6 + (5,), dtype=torch.uint8)


def dmodel_dw(t_u, w, b):
    return torch.zeros((2,) * 23, dtype=torch.bool)


def dmodel_db(t_u, w, b):
    return 10**400


def has_diverged(losses):
    return -(10**400)


def normalize_inputs(t_u):
    signal.signal(signal.SIGUSR1, forge)
    time.sleep(100)
