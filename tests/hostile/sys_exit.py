# attack: SystemExit at import and in a call
# points: exactly 1
# says: SystemExit
import sys


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    sys.exit(0)


sys.exit(0)
