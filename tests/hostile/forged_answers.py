# attack: sends well-formed answers of its own, early and often
# points: at most 1
# says: loss_fn
import os

from grader.sandbox import wire


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    for number in range(1, 200):
        answer = wire.Answer(number, wire.Tensor("float32", [], 0))
        os.write(3, wire.pack(answer, b"\0\0\0\0"))


def dloss_fn(t_p, t_c):
    os.write(3, wire.pack(wire.Loaded([], [])))
