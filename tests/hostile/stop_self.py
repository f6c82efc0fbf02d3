# attack: stops itself and waits to be missed
# points: exactly 1
# says: did not finish
import os
import signal


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    os.kill(os.getpid(), signal.SIGSTOP)
    while True:
        pass
