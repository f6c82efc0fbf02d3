"""Right answers to the assignment optimizers, written from its text alone."""

import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def available_optimizers():
    names = []
    for name in dir(torch.optim):
        member = getattr(torch.optim, name)
        if isinstance(member, type) and issubclass(member, torch.optim.Optimizer):
            names.append(name)
    names.remove("Optimizer")
    return sorted(names)


def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(f"there is no optimizer {name!r}")
    return getattr(torch.optim, name)([params], lr=learning_rate)


def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params


def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
