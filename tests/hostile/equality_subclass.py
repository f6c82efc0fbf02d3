# attack: tensors and objects that claim to equal everything
# points: at most 0
# says: loss_fn
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
    return torch.zeros(()).as_subclass(Yes)


def dloss_fn(t_p, t_c):
    return Anything()


def model(t_u, w, b):
    return torch.zeros_like(t_u).as_subclass(Yes)
