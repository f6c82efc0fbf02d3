# attack: objects whose unpickling would run code
# points: at most 0
# leaves: loss_fn: got an object of type Bomb
# leaves: model: [<submission.Bomb object>, <submission.Bomb object>
import os


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch /tmp/owned",))


def loss_fn(t_p, t_c):
    # attack begins
    return Bomb()
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def model(t_u, w, b):
    # attack begins
    return [Bomb()] * 3
    # attack ends
    return w * t_u + b
