# attack: a loop that catches everything that is thrown at it
# points: exactly 1
# leaves: loss_fn: did not finish within 50 times what a right answer takes (line 9)
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
