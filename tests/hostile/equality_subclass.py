# attack: tensors and objects that claim to equal everything
# points: at most 0
# leaves: loss_fn: got 1001.5
# leaves: dloss_fn: AttributeError: 'Anything' object has no attribute 'layout'
# leaves: model: got 1002.5
import torch


class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True

    def __eq__(self, other):
        return True


class Anything:
    __class__ = torch.Tensor

    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.0

    def __repr__(self):
        raise SystemExit


def loss_fn(t_p, t_c):
    # attack begins
    return torch.tensor(1001.5).as_subclass(Yes)
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    return Anything()
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def model(t_u, w, b):
    # attack begins
    return torch.full_like(t_u, 1002.5).as_subclass(Yes)
    # attack ends
    return w * t_u + b
