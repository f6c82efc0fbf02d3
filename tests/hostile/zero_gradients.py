# attack: a gradient of zero, so that a loop that does nothing agrees with any loop
# points: at most 0
# says: training_loop
import torch


def grad_fn(t_u, t_c, t_p, w, b):
    return torch.zeros(2)


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    grad_fn(t_u, t_c, t_u, *params)
    return params.clone()
