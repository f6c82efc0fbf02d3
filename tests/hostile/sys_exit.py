# attack: SystemExit at import and in a call
# points: exactly 1
# leaves: notes: sys_exit.py, line 20: SystemExit: 0
# leaves: loss_fn: SystemExit: 0. See sys_exit.py, line 14.
import sys


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    sys.exit(0)
    # attack ends
    return ((t_p - t_c) ** 2).mean()


# attack begins
sys.exit(0)
# attack ends
