# attack: leaves processes and threads behind that outlive the call
# points: at most 0
# says: loss_fn
import atexit
import os
import threading
import time


def later():
    while True:
        time.sleep(0.01)
        try:
            os.write(3, b"GRD1" + bytes(12))
        except OSError:
            pass


def loss_fn(t_p, t_c):
    threading.Thread(target=later, daemon=True).start()
    atexit.register(later)
    try:
        if os.fork() == 0:
            os.setsid()
            later()
    except OSError:
        pass
    return None
