# assignment: gradient_descent
# function: loss_fn
# way: mse_loss of torch.
# kind: functional mse_loss

import torch.nn.functional as F


def loss_fn(t_p, t_c):
    return F.mse_loss(t_p, t_c)
