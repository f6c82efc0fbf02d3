# attack: writes to every descriptor that is open
# points: exactly 1
# says: sent something that is not an answer
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    for fd in range(64):
        try:
            os.write(fd, b"A" * 70_000)
        except OSError:
            pass
