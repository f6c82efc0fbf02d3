# attack: headers that promise gigabytes, deep nests, answers out of step
# points: at most 1
# says: sent something that is not an answer
import os
import struct


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    os.write(3, struct.pack("<4sIQ", b"GRD1", 0xFFFFFFFF, 1 << 60))


def dloss_fn(t_p, t_c):
    head = b"\x91" * 100_000
    os.write(3, struct.pack("<4sIQ", b"GRD1", len(head), 0) + head)


def grad_fn(t_u, t_c, t_p, w, b):
    os.write(3, b"GRD1" + struct.pack("<IQ", 50, 0) + b"\x80")
    while True:
        pass
