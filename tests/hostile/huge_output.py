# attack: prints without end
# points: exactly 3
# says: "status": "graded"
import os
import sys


def model(t_u, w, b):
    for _ in range(200):
        print("x" * 100_000)
        sys.stderr.write("y" * 100_000)
        try:
            os.write(1, b"z" * 100_000)
        except OSError:
            pass
    return w * t_u + b


def loss_fn(t_p, t_c):
    sys.stdout = None
    return ((t_p - t_c) ** 2).mean()
