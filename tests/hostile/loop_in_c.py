# attack: a loop in C code, where no Python signal handler runs
# points: exactly 1
# says: is there a loop that does not end
def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    return sum(iter(int, 1))


def dloss_fn(t_p, t_c):
    import re
    return re.match(r"(a+)+$", "a" * 60 + "b")
