# attack: imports the reference
# points: at most 0
# says: ModuleNotFoundError
from solutions.gradient_descent import *  # noqa: F403
from solutions import gradient_descent


def loss_fn(t_p, t_c):
    from solutions.gradient_descent import loss_fn as theirs
    return theirs(t_p, t_c)
