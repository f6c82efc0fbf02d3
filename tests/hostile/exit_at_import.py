# attack: leaves while the file is loaded, hoping for "could not be graded"
# points: exactly 1
# leaves: notes: The file could not be loaded. The process ended with exit code 0.
import os

# attack begins
os._exit(0)
# attack ends


def model(t_u, w, b):
    return w * t_u + b
