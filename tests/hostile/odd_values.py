# attack: values of every odd kind
# points: at most 0
# says: loss_fn
import torch


def model(t_u, w, b):
    return torch.zeros(3).to_sparse()


def loss_fn(t_p, t_c):
    return torch.zeros((), device="meta")


def dloss_fn(t_p, t_c):
    loop = []
    loop.append(loop)
    return loop


def grad_fn(t_u, t_c, t_p, w, b):
    return {float("nan"): [10**5000], (1, 2): "\ud800", None: range(3)}


def dmodel_dw(t_u, w, b):
    return torch.zeros(1).expand(10**12)


def dmodel_db(t_u, w, b):
    return "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>"


def has_diverged(losses):
    raise type("E" * 100_000, (Exception,), {"__str__": lambda self: 1 / 0})()


def normalize_inputs(t_u):
    return torch.tensor(float("nan"))
