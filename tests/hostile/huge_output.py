# attack: prints without end
# points: exactly 3
# leaves: dmodel_dw: RuntimeError: printed 200 times
import os
import sys


def shout():
    for number in range(200):
        print("x" * 100_000)
        sys.stderr.write("y" * 100_000)
        try:
            os.write(1, b"z" * 100_000)
        except OSError:
            pass
    return number + 1


def model(t_u, w, b):
    # attack begins
    shout()
    # attack ends
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    sys.stdout = None
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dmodel_dw(t_u, w, b):
    # attack begins
    raise RuntimeError(f"printed {shout()} times")
    # attack ends
    return t_u
