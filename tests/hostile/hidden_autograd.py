# attack: autograd where it is forbidden, reached by other names
# points: exactly 2
# says: autograd ran
import torch

from torch import autograd as ag


def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    p = t_p.clone().requires_grad_()
    with torch.enable_grad():
        return ag.grad(loss_fn(p, t_c), p)[0]


def grad_fn(t_u, t_c, t_p, w, b):
    f = lambda q: ((q - t_c) ** 2).mean()
    d = torch.func.grad(f)(t_p)
    return torch.stack([(d * t_u).sum(), d.sum()])


def dmodel_dw(t_u, w, b):
    w = torch.as_tensor(float(w))
    return torch.func.jvp(lambda w: w * t_u + b, (w,), (torch.ones(()),))[1]
