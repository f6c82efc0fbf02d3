# attack: imports the reference
# points: at most 0
# leaves: notes: line 6: ModuleNotFoundError: No module named 'solutions'
# leaves: loss_fn: ModuleNotFoundError: No module named 'solutions'
# attack begins
from solutions.gradient_descent import *  # noqa: F403
from solutions import gradient_descent
# attack ends


def loss_fn(t_p, t_c):
    # attack begins
    from solutions.gradient_descent import loss_fn as theirs
    return theirs(t_p, t_c)
    # attack ends
    return ((t_p - t_c) ** 2).mean()
