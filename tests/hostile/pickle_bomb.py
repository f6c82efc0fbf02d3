# attack: objects whose unpickling would run code
# points: at most 0
# says: loss_fn
import os


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch /tmp/owned",))


def loss_fn(t_p, t_c):
    return Bomb()


def model(t_u, w, b):
    return [Bomb()] * 3
