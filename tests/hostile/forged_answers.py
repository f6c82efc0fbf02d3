# attack: sends well-formed answers of its own, early and often
# points: at most 1
# leaves: loss_fn: line 28: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: dloss_fn: line 37: `dloss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: grad_fn: got 3003.5
import os
import struct
import sys

import torch

from grader.sandbox import wire


def this_call():
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if isinstance(value, wire.Ask):
                return value.id
        frame = frame.f_back


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    for number in range(1, 200):
        answer = wire.Answer(number, wire.Tensor("float32", [], 0))
        os.write(3, wire.pack(answer, b"\0\0\0\0"))
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    os.write(3, wire.pack(wire.Loaded([], [])))
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    answer = wire.Answer(this_call(), wire.Tensor("float32", [2], 0))
    os.write(3, wire.pack(answer, struct.pack("<2f", 3003.5, 0.0)))
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])
