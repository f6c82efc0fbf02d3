# attack: hooks and traces that run inside the child's own machinery
# points: at most 0
# says: loss_fn
import builtins
import sys

import torch

from grader.sandbox import wire


def lie(*args, **kwargs):
    return torch.tensor(1.0)


sys.settrace(lambda *args: None)
sys.setprofile(lambda *args: None)
builtins.__import__ = lie
sys.meta_path.insert(0, type("F", (), {"find_spec": lie})())
wire.Answer = lie
sys.setrecursionlimit(60)


def loss_fn(t_p, t_c):
    return loss_fn(t_p, t_c)
