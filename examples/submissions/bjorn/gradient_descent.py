# Björn – Übung 2: Gradientenabstieg
# t_c in °C

import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    return w * t_u + b


def loss_fn(t_p, t_c):
    squared_diffs = (t_p - t_c)**2
    return squared_diffs.mean()


def numerical_grad_fn(t_u, t_c, w, b, delta):
    loss_rate_of_change_w = (loss_fn(model(t_u, w + delta, b), t_c) - loss_fn(model(t_u, w - delta, b), t_c)) / (2.0 * delta)
    loss_rate_of_change_b = (loss_fn(model(t_u, w, b + delta), t_c) - loss_fn(model(t_u, w, b - delta), t_c)) / (2.0 * delta)
    return torch.stack([loss_rate_of_change_w, loss_rate_of_change_b])


def dloss_fn(t_p, t_c):
    dsq_diffs = 2 * (t_p - t_c) / t_p.size(0)
    return dsq_diffs


def dmodel_dw(t_u, w, b):
    return t_u


def dmodel_db(t_u, w, b):
    return 1.0


def grad_fn(t_u, t_c, t_p, w, b):
    dloss_dtp = dloss_fn(t_p, t_c)
    dloss_dw = dloss_dtp * dmodel_dw(t_u, w, b)
    dloss_db = dloss_dtp * dmodel_db(t_u, w, b)
    return torch.stack([dloss_dw.sum(), dloss_db.sum()])


def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)                       # Vorwärts
        grad = grad_fn(t_u, t_c, t_p, w, b)          # Rückwärts, von Hand
        params = params - learning_rate * grad
    return params


def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses)


def has_diverged(losses):
    # höher als am Anfang – dann ist es schiefgegangen
    return bool(losses[-1] > losses[0])


def normalize_inputs(t_u):
    # Größe ungefähr 1, sonst ist das Gefälle für w viel zu groß
    return t_u * 0.1


def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        t_p = model(t_u, w, b)
        new_params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
        change = (new_params - params).abs().max()
        params = new_params
        if change <= tolerance:
            break
    return params, epoch


def plot_fit(t_u, t_c, params):
    from matplotlib import pyplot as plt
    t_p = model(t_u, *params)
    fig, ax = plt.subplots()
    ax.set_xlabel("Measurement")
    ax.set_ylabel("Temperature (°Celsius)")
    ax.plot(t_u.numpy(), t_p.detach().numpy())
    ax.plot(t_u.numpy(), t_c.numpy(), 'o')
    return fig
