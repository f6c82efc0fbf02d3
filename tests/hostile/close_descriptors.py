# attack: closes every descriptor
# points: exactly 1
# says: ended the process
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    os.closerange(0, 64)
