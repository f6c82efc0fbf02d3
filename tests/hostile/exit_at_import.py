# attack: leaves while the file is loaded, hoping for "could not be graded"
# points: exactly 1
# says: while the file was being loaded, it ended the process
import os

os._exit(0)


def model(t_u, w, b):
    return w * t_u + b
