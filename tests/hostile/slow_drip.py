# attack: a frame that arrives a byte at a time, to extend the deadline
# points: exactly 1
# says: did not finish
import os
import struct
import time


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    for byte in struct.pack("<4sIQ", b"GRD1", 1000, 0) + bytes(1000):
        os.write(3, bytes([byte]))
        time.sleep(0.2)
