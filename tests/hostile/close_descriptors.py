# attack: closes every descriptor
# points: exactly 1
# leaves: loss_fn: `loss_fn` gave no answer. The process ended with exit code 1.
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    os.closerange(0, 64)
    # attack ends
    return ((t_p - t_c) ** 2).mean()
