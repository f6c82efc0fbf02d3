# attack: asks the network for answers
# points: at most 0
# leaves: loss_fn: RuntimeError: 127.0.0.1: Operation not permitted
# leaves: model: RuntimeError: abstract socket: Operation not permitted
import socket


def loss_fn(t_p, t_c):
    # attack begins
    try:
        socket.create_connection(("127.0.0.1", 80), 1)
    except OSError as refused:
        raise RuntimeError(f"127.0.0.1: {refused.strerror}")
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def model(t_u, w, b):
    # attack begins
    try:
        return socket.socket(socket.AF_UNIX).connect("\0abstract")
    except OSError as refused:
        raise RuntimeError(f"abstract socket: {refused.strerror}")
    # attack ends
    return w * t_u + b
