# attack: a loop in C code, where no Python signal handler runs
# points: exactly 1
# leaves: loss_fn: It took longer than 50 times the time of a right answer. See loop_in_c.py, line 19.
# leaves: dloss_fn: It took longer than 50 times the time of a right answer. See loop_in_c.py, line 12.
def model(t_u, w, b):
    return w * t_u + b


def dloss_fn(t_p, t_c):
    # attack begins
    import re
    return re.match(r"(a+)+$", "a" * 60 + "b")
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def loss_fn(t_p, t_c):
    # attack begins
    return sum(iter(int, 1))
    # attack ends
    return ((t_p - t_c) ** 2).mean()
