# attack: asks the network for answers
# points: at most 0
# says: PermissionError
import socket


def loss_fn(t_p, t_c):
    socket.create_connection(("127.0.0.1", 80), 1)


def model(t_u, w, b):
    return socket.socket(socket.AF_UNIX).connect("\0abstract")
