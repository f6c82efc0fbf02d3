# attack: headers that promise gigabytes, deep nests, answers out of step
# points: at most 1
# leaves: loss_fn: line 16: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: dloss_fn: line 23: `dloss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: grad_fn: It took longer than 50 times the time of a right answer. See forged_frames.py, line 34.
import os
import struct

import torch


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    os.write(3, struct.pack("<4sIQ", b"GRD1", 0xFFFFFFFF, 1 << 60))
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    head = b"\x91" * 100_000
    os.write(3, struct.pack("<4sIQ", b"GRD1", len(head), 0) + head)
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    os.write(3, b"GRD1" + struct.pack("<IQ", 50, 0) + b"\x80")
    while True:
        pass
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])
