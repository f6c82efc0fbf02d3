# attack: a frame that arrives a byte at a time, to extend the deadline
# points: exactly 1
# leaves: loss_fn: It waited for too long and computed nothing. See slow_drip.py, line 16.
import os
import struct
import time


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    frame = struct.pack("<4sIQ", b"GRD1", 1000, 0) + bytes(1000)
    for byte in frame:
        os.write(3, bytes([byte]))
        time.sleep(0.2)
    # attack ends
    return ((t_p - t_c) ** 2).mean()
