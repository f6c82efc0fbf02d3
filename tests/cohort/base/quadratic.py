"""Right answers to the assignment quadratic, written from its text alone."""

import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
t_un = 0.1 * t_u


def linear_model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()


def model(t_u, w2, w1, b):
    return w2 * t_u**2 + w1 * t_u + b


def grad_fn(t_u, t_c, t_p, w2, w1, b):
    dloss = 2 * (t_p - t_c) / t_p.size(0)
    grad_w2 = (dloss * t_u**2).sum()
    grad_w1 = (dloss * t_u).sum()
    grad_b = dloss.sum()
    return torch.stack([grad_w2, grad_w1, grad_b])


def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
    return params


def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for line, size in ((linear_model, 2), (model, 3)):
        params = torch.zeros(size, device=t_u.device, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(line(t_u, *params), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(line(t_u, *params), t_c).item())
    return losses[0], losses[1]
