"""Right answers to the assignment validation, written from its text alone."""

import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    cut = n_samples - n_val
    return shuffled[:cut], shuffled[cut:]


def calc_forward(params, t_u, t_c, is_train):
    with torch.set_grad_enabled(is_train):
        return loss_fn(model(t_u, *params), t_c)


def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        history[epoch, 0] = train_loss.detach()
        history[epoch, 1] = val_loss
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return params, history


def is_overfitting(train_losses, val_losses):
    improved = train_losses[-1] < train_losses[0]
    turned = val_losses[-1] > 1.1 * val_losses.min()
    return bool(improved and turned)
