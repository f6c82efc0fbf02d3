# attack: answers that refer to objects and bytes that are not there
# points: at most 0
# says: sent something that is not an answer
import os

from grader.sandbox import wire


def loss_fn(t_p, t_c):
    os.write(3, wire.pack(wire.Answer(1, wire.Ref(-1))))
    os.write(3, wire.pack(wire.Answer(2, wire.Tensor("float32", [4], 1 << 40))))


def model(t_u, w, b):
    for number in range(40):
        os.write(3, wire.pack(wire.Answer(number, wire.Tensor("float32", [1 << 20, 1 << 20], 0))))
