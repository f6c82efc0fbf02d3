# attack: makes every comparison say yes and every step do nothing
# points: at most 0
# says: loss_fn
import builtins

import torch

yes = lambda *args, **kwargs: True
torch.allclose = torch.equal = torch.isclose = yes
torch.testing.assert_close = lambda *args, **kwargs: None
torch.optim.SGD.step = lambda self, closure=None: None
torch.Tensor.__eq__ = torch.Tensor.equal = torch.Tensor.allclose = yes
builtins.abs = lambda x: 0
builtins.isinstance = yes


def loss_fn(t_p, t_c):
    return torch.tensor(0.0)


def dloss_fn(t_p, t_c):
    return torch.zeros(len(t_p))
