# attack: values of every odd kind
# points: at most 0
# leaves: model: layout=torch.sparse_coo
# leaves: loss_fn: got one on meta
# leaves: dloss_fn: which is too large or nested too deeply to be read
# leaves: grad_fn: 0xc78820040d9443cf...
# leaves: dmodel_dw: tensor(..., size=(1000000000000,)
# leaves: dmodel_db: ;owned\x07<script>
# leaves: has_diverged: raised EEEEEEEEEE
# leaves: normalize_inputs: tensor(nan)
import torch


def model(t_u, w, b):
    # attack begins
    return torch.zeros(3).to_sparse()
    # attack ends
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    return torch.zeros((), device="meta")
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    loop = []
    loop.append(loop)
    return loop
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    return {float("nan"): [10**5000], (1, 2): "\ud800", None: range(3)}
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def dmodel_dw(t_u, w, b):
    # attack begins
    return torch.zeros(1).expand(10**12)
    # attack ends
    return t_u


def dmodel_db(t_u, w, b):
    # attack begins
    return "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>"
    # attack ends
    return 1.0


def has_diverged(losses):
    # attack begins
    raise type("E" * 100_000, (Exception,), {"__str__": lambda self: 1 / 0})()
    # attack ends
    return not bool(losses[-1].isfinite() and losses[-1] <= losses[0])


def normalize_inputs(t_u):
    # attack begins
    return torch.tensor(float("nan"))
    # attack ends
    return 0.1 * t_u
