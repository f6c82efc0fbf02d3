# attack: autograd where it is forbidden, reached by other names
# points: exactly 2
# leaves: dloss_fn: Autograd ran in this call
# leaves: grad_fn: Autograd ran in this call
# leaves: dmodel_dw: Autograd ran in this call
import torch

from torch import autograd as ag


def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    p = t_p.clone().requires_grad_()
    with torch.enable_grad():
        return ag.grad(loss_fn(p, t_c), p)[0]
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    f = lambda q: ((q - t_c) ** 2).mean()
    d = torch.func.grad(f)(t_p)
    return torch.stack([(d * t_u).sum(), d.sum()])
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def dmodel_dw(t_u, w, b):
    # attack begins
    w = torch.as_tensor(float(w))
    return torch.func.jvp(lambda w: w * t_u + b, (w,), (torch.ones(()),))[1]
    # attack ends
    return t_u
