# attack: leaves processes and threads behind that outlive the call
# points: at most 0
# leaves: model: RuntimeError: left behind: PermissionError
# leaves: loss_fn: line 40: `loss_fn` gave no answer. What its process sent back cannot be read as an answer.
import atexit
import os
import threading
import time

wrote = threading.Event()


def later():
    while True:
        try:
            os.write(3, b"GRD1" + bytes(12))
        except OSError:
            pass
        wrote.set()
        time.sleep(0.01)


def leave_a_process():
    try:
        if os.fork() == 0:
            os.setsid()
            later()
    except OSError as refused:
        return type(refused).__name__
    return "a process"


def model(t_u, w, b):
    # attack begins
    raise RuntimeError(f"left behind: {leave_a_process()}")
    # attack ends
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    threading.Thread(target=later, daemon=True).start()
    atexit.register(later)
    leave_a_process()
    wrote.wait()
    return None
    # attack ends
    return ((t_p - t_c) ** 2).mean()
