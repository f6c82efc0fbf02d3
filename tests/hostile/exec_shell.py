# attack: runs other programs
# points: at most 0
# leaves: loss_fn: RuntimeError: /bin/sh: Operation not permitted
# leaves: dloss_fn: got a Python int. | 32512
# leaves: model: RuntimeError: execv: Operation not permitted
import os
import subprocess


def loss_fn(t_p, t_c):
    # attack begins
    try:
        subprocess.run(["/bin/sh", "-c", "echo owned"])
    except OSError as refused:
        raise RuntimeError(f"/bin/sh: {refused.strerror}")
    raise RuntimeError("/bin/sh ran")
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    return os.system("true")
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)


def model(t_u, w, b):
    # attack begins
    try:
        os.execv("/bin/true", ["true"])
    except OSError as refused:
        raise RuntimeError(f"execv: {refused.strerror}")
    # attack ends
    return w * t_u + b
