# attack: a gradient of zero, so that a loop that does nothing agrees with any loop
# points: at most 0
# leaves: grad_fn: got 0.0. | tensor([0.0, 0.0])
# leaves: training_loop: got 0.8. | tensor([0.8, 0.9])
import torch


def grad_fn(t_u, t_c, t_p, w, b):
    # attack begins
    return torch.zeros(2)
    # attack ends
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u).sum(), each.sum()])


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    # attack begins
    grad_fn(t_u, t_c, t_u, *params)
    return params.clone()
    # attack ends
    for _ in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, w * t_u + b, w, b)
    return params
