# attack: lists and tensors without end
# points: exactly 1
# says: used too much memory
def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def dloss_fn(t_p, t_c):
    import torch
    return torch.ones(10**11)
