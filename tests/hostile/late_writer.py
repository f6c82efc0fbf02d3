# attack: returns what is not computed, for a thread to fill in before anybody reads it
# points: at most 1
# leaves: loss_fn: got -4004.5
import threading

import torch


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    answer, gate = torch.tensor(-4004.5), threading.Lock()
    gate.acquire()

    def fill_in():
        with gate:
            answer.copy_(((t_p - t_c) ** 2).mean())

    threading.Thread(target=fill_in, daemon=True).start()
    gate.release()
    return answer
    # attack ends
    return ((t_p - t_c) ** 2).mean()
