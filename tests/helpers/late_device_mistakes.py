"""Mistakes of device that first show in a later epoch, by the 20th: right before it, and on the CPU."""

from __future__ import annotations

from helpers.device_mistakes import Mistake

# fmt: off
LATE = (
    Mistake("params moved by a CPU tensor in epoch 2", "gradient_descent", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        if epoch == 2:
            params = params + torch.zeros(2)
    return params
"""),
    Mistake("a clamp by CPU limits from epoch 5 on", "gradient_descent", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        if epoch >= 5:
            params = torch.maximum(params, torch.tensor([-1e9, -1e9]))
    return params
"""),
    Mistake("progress kept in a CPU tensor every 10 epochs", "gradient_descent", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    seen = torch.zeros(2)
    for epoch in range(1, n_epochs + 1):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        if epoch % 10 == 0:
            seen = seen + params
    return params
"""),
    Mistake("the last of 20 losses joined from the CPU", "gradient_descent", "loss_history", """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(1, n_epochs + 1):
        w, b = params
        t_p = model(t_u, w, b)
        loss = loss_fn(t_p, t_c)
        losses.append(loss.cpu() if epoch == 20 else loss)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses)
"""),
    Mistake("a rate made anew on the CPU in epoch 8", "autograd", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        if epoch == 8:
            learning_rate = torch.full((2,), learning_rate)
        zero_grad(params)
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
    return params
"""),
    Mistake("a gradient cleared by a CPU tensor from epoch 3 on", "autograd", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        if epoch >= 3 and params.grad is not None:
            params.grad = torch.zeros(2)
        else:
            zero_grad(params)
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
    return params
"""),
    Mistake("NumPy's mean of the loss in epoch 15", "autograd", "training_loop", """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        if epoch == 15:
            loss.detach().numpy().mean()
        update(params, learning_rate)
    return params
"""),
    Mistake("an average of params begun on the CPU in epoch 12", "optimizers", "training_loop", """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    average = None
    for epoch in range(1, n_epochs + 1):
        train_step(optimizer, params, t_u, t_c)
        if epoch == 12:
            average = torch.zeros(2)
        if average is not None:
            average += params.detach()
    return params
"""),
    Mistake("gradients limited by a CPU tensor in the 20th epoch", "optimizers", "training_loop", """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        if epoch == 20:
            params.grad = torch.minimum(params.grad, torch.tensor([1e9, 1e9]))
        optimizer.step()
    return params
"""),
    Mistake("readings brought to the CPU after 6 epochs", "optimizers", "fixed_training_loop", """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        if epoch == 7:
            t_u = t_u.cpu() + torch.zeros(len(t_u))
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
"""),
    Mistake("a history that grows by CPU rows after 16 epochs", "validation", "training_loop", """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for epoch in range(1, n_epochs + 1):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        row = torch.stack([train_loss.detach(), val_loss])
        rows.append(row if epoch < 17 else torch.tensor(row.tolist()))
    return params, torch.stack(rows)
"""),
    Mistake("a best loss that starts on the CPU in epoch 4", "quadratic", "training_loop", """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    best = None
    for epoch in range(1, n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch == 4:
            best = torch.full((1,), float("inf"))
        if best is not None:
            best = torch.minimum(best, loss.detach().reshape(1))
    return params
"""),
    Mistake("moments of the optimizer moved to the CPU in epoch 18", "quadratic", "training_loop", """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(1, n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch == 18:
            params.grad.add_(torch.zeros(3))
    return params
"""),
)
# fmt: on
