# attack: a loop that catches everything that is thrown at it
# points: exactly 1
# says: is there a loop that does not end
def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
