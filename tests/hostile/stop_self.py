# attack: stops itself and waits to be missed
# points: exactly 1
# leaves: loss_fn: It took longer than 50 times the time of a right answer. See stop_self.py, line 24.
# leaves: dloss_fn: RuntimeError: stopped as process 1, and goes on
import os
import signal


def model(t_u, w, b):
    return w * t_u + b


def dloss_fn(t_p, t_c):
    # attack begins
    os.kill(os.getpid(), signal.SIGSTOP)
    raise RuntimeError(f"stopped as process {os.getpid()}, and goes on")
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def loss_fn(t_p, t_c):
    # attack begins
    os.kill(os.getpid(), signal.SIGSTOP)
    while True:
        pass
    # attack ends
    return ((t_p - t_c) ** 2).mean()
