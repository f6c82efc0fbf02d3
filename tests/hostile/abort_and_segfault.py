# attack: ends the process from C
# points: exactly 1
# says: ended the process
import ctypes
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    os.abort()


def dloss_fn(t_p, t_c):
    ctypes.string_at(0)
