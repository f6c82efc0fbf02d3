# attack: one function never returns
# points: exactly 1
# leaves: loss_fn: It took longer than 50 times the time of a right answer. See loop_in_call.py, line 6.
def loss_fn(t_p, t_c):
    # attack begins
    while True:
        pass
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def model(t_u, w, b):
    return w * t_u + b
