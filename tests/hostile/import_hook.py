# attack: hooks and traces that run inside the child's own machinery
# points: at most 0
# leaves: loss_fn: Nothing in this file can be called. The file could not be loaded. The process ended with exit code 1.
import builtins
import sys

import torch

from grader.sandbox import wire


def lie(*args, **kwargs):
    return torch.tensor(1.0)


# attack begins
sys.settrace(lambda *args: None)
sys.setprofile(lambda *args: None)
builtins.__import__ = lie
sys.meta_path.insert(0, type("F", (), {"find_spec": lie})())
wire.Answer = lie
sys.setrecursionlimit(60)
# attack ends


def loss_fn(t_p, t_c):
    # attack begins
    return loss_fn(t_p, t_c)
    # attack ends
    return ((t_p - t_c) ** 2).mean()
