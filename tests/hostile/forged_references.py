# attack: answers that refer to objects and bytes that are not there
# points: at most 0
# leaves: loss_fn: line 10: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
# leaves: model: line 18: `model` gave no answer. What its process sent back cannot be read as an answer.
import os

from grader.sandbox import wire


def loss_fn(t_p, t_c):
    # attack begins
    os.write(3, wire.pack(wire.Answer(1, wire.Ref(-1))))
    os.write(3, wire.pack(wire.Answer(2, wire.Tensor("float32", [4], 1 << 40))))
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def model(t_u, w, b):
    # attack begins
    for number in range(40):
        os.write(3, wire.pack(wire.Answer(number, wire.Tensor("float32", [1 << 20, 1 << 20], 0))))
    # attack ends
    return w * t_u + b
