# attack: writes to every descriptor that is open
# points: exactly 1
# leaves: loss_fn: line 11: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    for fd in range(64):
        try:
            os.write(fd, b"A" * 70_000)
        except OSError:
            pass
    # attack ends
    return ((t_p - t_c) ** 2).mean()
