# attack: lists and tensors without end
# points: exactly 1
# leaves: dloss_fn: you tried to allocate 400000000000 bytes
def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    # attack begins
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))
    # attack ends
    return ((t_p - t_c) ** 2).mean()


def dloss_fn(t_p, t_c):
    # attack begins
    import torch
    return torch.ones(10**11)
    # attack ends
    return 2 * (t_p - t_c) / t_p.size(0)
