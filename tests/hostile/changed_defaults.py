# attack: changes the settings of the whole process
# points: exactly 3
# says: it changes the default dtype; that was undone before grading
import random

import torch

torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")
torch.set_grad_enabled(False)
torch.set_num_threads(2)
torch.use_deterministic_algorithms(True)
torch.manual_seed(0)
random.seed = lambda *args: None


def model(t_u, w, b):
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    return w * t_u + b


def loss_fn(t_p, t_c):
    torch.set_grad_enabled(False)
    return ((t_p - t_c) ** 2).mean()
