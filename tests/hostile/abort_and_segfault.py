# attack: ends the process from C
# points: exactly 1
# leaves: loss_fn: The process was ended by SIG
# leaves: dloss_fn: The process was ended by SIGSEGV
import ctypes
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    os.abort()
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    ctypes.string_at(0)
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)
