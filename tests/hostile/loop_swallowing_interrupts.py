# attack: a loop that catches everything that is thrown at it
# points: exactly 1
# leaves: loss_fn: It took longer than 50 times the time of a right answer. See loop_swallowing_interrupts.py, line 9.
def model(t_u, w, b):
    return w * t_u + b


def swallow(function):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def loss_fn(t_p, t_c):
    # attack begins
    swallow(loss_fn)
    # attack ends
    return ((t_p - t_c) ** 2).mean()
