# attack: runs other programs
# points: at most 0
# says: loss_fn
import os
import subprocess


def loss_fn(t_p, t_c):
    subprocess.run(["/bin/sh", "-c", "echo owned"])


def dloss_fn(t_p, t_c):
    return os.system("true")


def model(t_u, w, b):
    os.execv("/bin/true", ["true"])
