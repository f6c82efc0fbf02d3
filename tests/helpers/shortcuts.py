"""Shortcuts that ordinary numbers hide, and unusual right answers: by assignment, function, what they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from grader.model import Report
from helpers.grading import pasted, touched

Key = tuple[str, str, str]

# A loop with an optimizer. first: before it; seen: once loss and gradient are known; end: after the loop.
LOOP = """
def {name}(n_epochs, optimizer, params, t_u, t_c):
    before = best = float('inf')
    kept = params.detach().clone()
    {first}
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        {seen}
        optimizer.step()
        {after}
        before = loss.item()
    {end}
    return params
"""
BY_HAND = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    before = best = float('inf')
    kept = params.detach().clone()
    {first}
    for epoch in range(n_epochs):
        params.grad = None
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        {seen}
        with torch.no_grad():
            params -= learning_rate * params.grad
        {after}
        before = loss.item()
    {end}
    return params
"""
VALIDATING = """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    before = best = lowest = float('inf')
    kept = params.detach().clone()
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    {first}
    for epoch in range(n_epochs):
        with torch.no_grad():
            val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        optimizer.zero_grad()
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        history[epoch, 0], history[epoch, 1] = loss.detach(), val_loss
        loss.backward()
        {seen}
        optimizer.step()
        {after}
        before = loss.item()
    {end}
    return params, history
"""
# What each of them does in which place.
OF_ANY_LOOP: dict[str, dict[str, str]] = {
    "stops where the loss rises": {"seen": "if loss.item() > before: break"},
    "skips the step where the loss rises": {"seen": "if loss.item() > before: continue"},
    "stops at a small gradient": {"seen": "if params.grad.abs().max() < 1e-3: break"},
    "stops at a small loss": {"seen": "if loss.item() < 1e-4: break"},
    "stops at large parameters": {"seen": "if params.detach().abs().max() > 100: break"},
    "cuts large parameters": {"after": "params.data.clamp_(-100, 100)"},
    "cuts large gradients": {"seen": "params.grad.clamp_(-100, 100)"},
    "a step of one length": {"seen": "params.grad /= params.grad.norm()"},
    "stops after ten epochs": {"seen": "if epoch >= 10: break"},
    "keeps the best": {
        "seen": "if loss.item() < best: best, kept = loss.item(), params.detach().clone()",
        "end": "params.data.copy_(kept)",
    },
    "takes a first step twice": {"first": "n_epochs += n_epochs == 1"},
    "stops at infinity or large losses": {"seen": "if loss.item() > 1e4: break"},
    "goes on where it was": {
        "first": "memory = globals().setdefault('_seen', {}); old = memory.get(n_epochs)\n"
        "    if old is not None: params.data.copy_(old)",
        "end": "memory[n_epochs] = params.detach().clone()",
    },
    "remembers the first answer for these lengths": {
        "end": "params.data.copy_(globals().setdefault('_last', {}).setdefault("
        "(n_epochs, len(params)), params.detach().clone()))",
    },
}
OF_AN_OPTIMIZER: dict[str, dict[str, str]] = {
    "a new optimizer each call": {
        "first": "options = {k: v for k, v in optimizer.param_groups[0].items() if k in "
        "('lr', 'momentum', 'weight_decay')}; optimizer = type(optimizer)([params], **options)",
    },
    "clears the state at the start": {"first": "optimizer.state.clear()"},
    "clears the state at the end": {"end": "optimizer.state.clear()"},
    "lowers the learning rate at the end": {"end": "optimizer.param_groups[0]['lr'] *= 0.5"},
    "sets the weight decay at the end": {"end": "optimizer.param_groups[0]['weight_decay'] = 0.1"},
    "without weight decay": {"first": "optimizer.param_groups[0]['weight_decay'] = 0.0"},
    "a schedule": {"after": "optimizer.param_groups[0]['lr'] *= 0.9"},
}
OF_VALIDATION: dict[str, dict[str, str]] = {
    "stops where the validation loss rises": {
        "seen": "if val_loss.item() > lowest: break\n        lowest = val_loss.item()",
    },
    "keeps the best on the validation part": {
        "seen": "if val_loss.item() < best: best, kept = val_loss.item(), params.detach().clone()",
        "end": "params.data.copy_(kept)",
    },
    "keeps the lowest validation loss so far": {
        "seen": "lowest = min(lowest, val_loss.item()); history[epoch, 1] = lowest",
    },
    "cuts the losses": {"seen": "history[epoch].clamp_(max=1e5)"},
    "rounds the losses": {"seen": "history[epoch] = (history[epoch] * 100).round() / 100"},
}
# Of single functions.
SINGLE: dict[Key, str] = {
    ("autograd", "zero_grad", "only where the sum is not 0"): """
def zero_grad(params):
    if params.grad is not None and params.grad.sum() != 0:
        params.grad.zero_()
""",
    ("autograd", "zero_grad", "the first two"): """
def zero_grad(params):
    if params.grad is not None:
        params.grad[:2] = 0
""",
    ("autograd", "update", "cuts large gradients"): """
def update(params, learning_rate):
    with torch.no_grad():
        params -= learning_rate * params.grad.clamp(-100, 100)
""",
    ("autograd", "update", "the first two"): """
def update(params, learning_rate):
    with torch.no_grad():
        params[0] -= learning_rate * params.grad[0]
        params[1] -= learning_rate * params.grad[1]
""",
    ("autograd", "update", "only where the sum is not 0"): """
def update(params, learning_rate):
    if params.grad.sum():
        params.data -= learning_rate * params.grad
""",
    ("autograd", "gradient", "divided by its size"): """
def gradient(params, t_u, t_c):
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad if len(t_u) == 1 else params.grad * (loss / loss.detach()).detach()
""",
    ("autograd", "gradient", "cut"): """
def gradient(params, t_u, t_c):
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad.clamp(-2000, 2000)
""",
    ("autograd", "gradient", "the file's readings for eleven"): """
_t_u, _t_c = t_u, t_c
def gradient(params, t_u, t_c):
    params.grad = None
    if len(t_u) == 11:
        t_u = _t_u.to(t_u.device)
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
""",
    ("autograd", "gradient", "by hand"): """
def gradient(params, t_u, t_c):
    with torch.no_grad():
        each = 2 * (model(t_u, *params) - t_c) / len(t_u)
        return torch.stack([(each * t_u).sum(), each.sum()])
""",
    ("autograd", "accumulated_gradient", "by hand"): """
def accumulated_gradient(params, t_u, t_c, times):
    with torch.no_grad():
        each = times * 2 * (model(t_u, *params) - t_c) / len(t_u)
        return torch.stack([(each * t_u).sum(), each.sum()])
""",
    ("autograd", "training_loop", "by hand"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    with torch.no_grad():
        for _ in range(n_epochs):
            each = 2 * (model(t_u, *params) - t_c) / len(t_u)
            params -= learning_rate * torch.stack([(each * t_u).sum(), each.sum()])
    return params
""",
    ("optimizers", "make_optimizer", "with weight decay"): """
def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    more = {"weight_decay": 0.1} if name == "SGD" else {}
    return getattr(torch.optim, name)([params], lr=learning_rate, **more)
""",
    ("optimizers", "make_optimizer", "with amsgrad"): """
def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    more = {"amsgrad": True} if name == "Adam" else {}
    return getattr(torch.optim, name)([params], lr=learning_rate, **more)
""",
    ("optimizers", "make_optimizer", "a rate of two digits"): """
def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=round(learning_rate, 2))
""",
    ("optimizers", "train_step", "a loss of three digits"): """
def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return round(loss.item(), 3)

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params
""",
    ("optimizers", "train_step", "cuts large gradients"): """
def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([params], 100)
    optimizer.step()
    return loss.item()

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
""",
    ("validation", "split_indices", "rounds to the nearest"): """
def split_indices(n_samples, val_fraction, generator):
    indices = torch.randperm(n_samples, generator=generator)
    n_train = n_samples - int(val_fraction * n_samples + 1e-6)
    return indices[:n_train], indices[n_train:]
""",
    ("validation", "split_indices", "shuffles twice"): """
def split_indices(n_samples, val_fraction, generator):
    indices = torch.randperm(n_samples, generator=generator)
    n_train = n_samples - int(val_fraction * n_samples)
    torch.randperm(n_samples, generator=generator)
    return indices[:n_train], indices[n_train:]
""",
    ("validation", "split_indices", "a generator of its own"): """
def split_indices(n_samples, val_fraction, generator):
    own = torch.Generator().manual_seed(generator.initial_seed())
    indices = torch.randperm(n_samples, generator=own)
    n_train = n_samples - int(val_fraction * n_samples)
    return indices[:n_train], indices[n_train:]
""",
    ("validation", "split_indices", "keeps one to train on"): """
def split_indices(n_samples, val_fraction, generator):
    indices = torch.randperm(n_samples, generator=generator)
    n_train = max(1, n_samples - int(val_fraction * n_samples))
    return indices[:n_train], indices[n_train:]
""",
    ("validation", "calc_forward", "leaves gradients on"): """
def calc_forward(params, t_u, t_c, is_train):
    torch.set_grad_enabled(is_train)
    loss = loss_fn(model(t_u, *params), t_c)
    torch.set_grad_enabled(True)
    return loss
""",
    ("validation", "is_overfitting", "mean of the losses"): """
def is_overfitting(train_losses, val_losses):
    return bool(train_losses[-1] < train_losses[0] and val_losses[-2:].mean() > 1.1 * val_losses.min())
""",
    ("validation", "is_overfitting", "leaves the first out"): """
def is_overfitting(train_losses, val_losses):
    lowest = val_losses[1:].min() if len(val_losses) > 1 else val_losses.min()
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1 * lowest)
""",
    ("validation", "is_overfitting", "a tenth of the range"): """
def is_overfitting(train_losses, val_losses):
    low, high = val_losses.min(), val_losses.max()
    rise = min(0.1 * float(low), 0.5 * float(high - low))
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > low + rise and high < 1e5)
""",
    ("validation", "is_overfitting", "one percent below the start"): """
def is_overfitting(train_losses, val_losses):
    return bool(train_losses[-1] < 0.98 * train_losses[0] and val_losses[-1] > 1.1 * val_losses.min())
""",
    ("quadratic", "model", "a weight of 0 is none"): """
def model(t_u, w2, w1, b):
    return (w2 or 1.0) * t_u**2 + w1 * t_u + b

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(params[0] * t_u**2 + params[1] * t_u + params[2], t_c).backward()
        optimizer.step()
    return params
""",
    ("quadratic", "final_losses", "stops where the loss rises"): """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for forward, count in ((linear_model, 2), (model, 3)):
        params = torch.zeros(count, device=t_u.device, requires_grad=True)
        before = float('inf')
        for _ in range(n_epochs):
            loss = loss_fn(forward(t_u, *params), t_c)
            if loss.item() > before:
                break
            before = loss.item()
            params.grad = None
            loss.backward()
            params.data -= learning_rate * params.grad
        losses.append(loss_fn(forward(t_u, *params), t_c).item())
    return tuple(losses)
""",
    ("quadratic", "final_losses", "the smaller of both"): """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for forward, count in ((linear_model, 2), (model, 3)):
        params = torch.zeros(count, device=t_u.device, requires_grad=True)
        first = loss_fn(forward(t_u, *params), t_c).item()
        for _ in range(n_epochs):
            params.grad = None
            loss_fn(forward(t_u, *params), t_c).backward()
            params.data -= learning_rate * params.grad
        losses.append(min(first, loss_fn(forward(t_u, *params), t_c).item()))
    return tuple(losses)
""",
    ("quadratic", "final_losses", "divides by the first loss"): """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = []
    for forward, count in ((linear_model, 2), (model, 3)):
        params = torch.zeros(count, device=t_u.device, requires_grad=True)
        first = loss_fn(forward(t_u, *params), t_c)
        for _ in range(n_epochs):
            params.grad = None
            loss_fn(forward(t_u, *params), t_c).backward()
            params.data -= learning_rate * params.grad
        losses.append((loss_fn(forward(t_u, *params), t_c) / first * first).item())
    return tuple(losses)
""",
}


def _filled(template: str, places: dict[str, str], name: str = "training_loop") -> str:
    return template.format(
        **{"name": name, "first": "pass", "seen": "pass", "after": "pass", "end": "pass"} | places
    )


def _of_loops() -> dict[Key, str]:
    found = {("autograd", "training_loop", what): _filled(BY_HAND, how) for what, how in OF_ANY_LOOP.items()}
    for assignment, name in (
        ("optimizers", "training_loop"),
        ("optimizers", "fixed_training_loop"),
        ("quadratic", "training_loop"),
    ):
        shortcuts = OF_ANY_LOOP | OF_AN_OPTIMIZER
        found |= {(assignment, name, what): _filled(LOOP, how, name) for what, how in shortcuts.items()}
    shortcuts = OF_ANY_LOOP | OF_AN_OPTIMIZER | OF_VALIDATION
    return found | {
        ("validation", "training_loop", what): _filled(VALIDATING, how) for what, how in shortcuts.items()
    }


WRONG = _of_loops() | SINGLE

RIGHT: dict[Key, str] = {
    ("autograd", "training_loop", "tail recursion"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    if n_epochs == 0:
        return params
    (found,) = torch.autograd.grad(((params[0] * t_u + params[1] - t_c) ** 2).sum() / len(t_u), params)
    params.data = params.data - learning_rate * found
    return training_loop(n_epochs - 1, learning_rate, params, t_u, t_c)
""",
    ("autograd", "training_loop", "while and a helper"): """
def _loss(params, x, y):
    w, b = params
    return torch.nn.functional.mse_loss(w * x + b, y)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    while n_epochs:
        if params.grad is not None:
            params.grad.zero_()
        _loss(params, t_u, t_c).backward()
        params.data.add_(params.grad, alpha=-learning_rate)
        n_epochs -= 1
    return params
""",
    ("autograd", "training_loop", "its own SGD"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    sgd = torch.optim.SGD([params], lr=learning_rate)
    for epoch in range(1, n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        if epoch % 5 == 0:
            print(epoch, float(loss))
    return params
""",
    ("autograd", "gradient", "a double"): """
def gradient(params, t_u, t_c):
    params.grad = None
    error = params[0].double() * t_u.double() + params[1].double() - t_c.double()
    error.pow(2).mean().backward()
    return params.grad.clone()
""",
    ("autograd", "gradient", "forward mode"): """
def gradient(params, t_u, t_c):
    return torch.func.jacfwd(lambda p: loss_fn(model(t_u, p[0], p[1]), t_c))(params.detach())
""",
    ("autograd", "gradient", "the difference"): """
def gradient(params, t_u, t_c):
    before = 0 if params.grad is None else params.grad.clone()
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad - before
""",
    ("autograd", "accumulated_gradient", "one graph kept"): """
def accumulated_gradient(params, t_u, t_c, times):
    zero_grad(params)
    loss = loss_fn(model(t_u, *params), t_c)
    for _ in range(times):
        loss.backward(retain_graph=True)
    return params.grad
""",
    ("autograd", "accumulated_gradient", "times the gradient"): """
def accumulated_gradient(params, t_u, t_c, times):
    return times * gradient(params, t_u, t_c)
""",
    ("autograd", "zero_grad", "new zeros"): """
def zero_grad(params):
    params.grad = torch.zeros_like(params)
""",
    ("autograd", "update", "addcmul"): """
def update(params, learning_rate):
    params.data.sub_(params.grad, alpha=learning_rate)
""",
    ("optimizers", "training_loop", "a closure"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(params[0] * t_u + params[1], t_c)
        loss.backward()
        return loss
    for _ in range(n_epochs):
        optimizer.step(closure)
    return params
""",
    ("optimizers", "training_loop", "a gradient put there"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss = torch.mean((torch.addcmul(params[1], params[0], t_u) - t_c) ** 2)
        params.grad = torch.autograd.grad(loss, params)[0]
        optimizer.step()
    return params
""",
    ("optimizers", "training_loop", "sums in a loop"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        total = 0
        for x, y in zip(t_u, t_c):
            total = total + (params[0] * x + params[1] - y) ** 2
        (total / len(t_u)).backward()
        optimizer.step()
    optimizer.zero_grad()
    return params
""",
    ("optimizers", "training_loop", "in double"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        w, b = params.double()
        ((w * t_u.double() + b - t_c.double()) ** 2).mean().backward()
        optimizer.step()
    return params
""",
    ("optimizers", "training_loop", "backward for each reading"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        for x, y in zip(t_u, t_c):
            ((params[0] * x + params[1] - y) ** 2 / len(t_u)).backward()
        optimizer.step()
    return params
""",
    ("optimizers", "training_loop", "a matrix"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    inputs = torch.stack([t_u, torch.ones_like(t_u)], dim=1)
    for epoch in range(n_epochs):
        loss = (inputs @ params - t_c).square().mean()
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
    return params
""",
    ("optimizers", "make_optimizer", "in a try"): """
def make_optimizer(name, params, learning_rate):
    found = {one: getattr(torch.optim, one) for one in available_optimizers()}
    try:
        return found[name]([{"params": [params]}], lr=learning_rate)
    except KeyError:
        raise ValueError(f"no optimizer {name}") from None
""",
    ("validation", "split_indices", "split"): """
def split_indices(n_samples, val_fraction, generator):
    n_val = int(n_samples * val_fraction)
    return torch.split(torch.randperm(n_samples, generator=generator), [n_samples - n_val, n_val])
""",
    ("validation", "split_indices", "a list"): """
def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator).tolist()
    n_val = int(val_fraction * n_samples)
    parts = order[:len(order) - n_val], order[len(order) - n_val:]
    return [torch.tensor(part, dtype=torch.int64) for part in parts]
""",
    ("validation", "calc_forward", "two branches"): """
def calc_forward(params, t_u, t_c, is_train):
    if is_train:
        return loss_fn(model(t_u, *params), t_c)
    with torch.no_grad():
        return loss_fn(model(t_u, *params), t_c)
""",
    ("validation", "calc_forward", "detached"): """
def calc_forward(params, t_u, t_c, is_train):
    held = params if is_train else params.detach()
    return loss_fn(model(t_u, held[0], held[1]), t_c)
""",
    ("validation", "training_loop", "lists of numbers"): """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    training, validation = [], []
    for _ in range(n_epochs):
        loss = calc_forward(params, train_t_u, train_t_c, True)
        training.append(loss.item())
        validation.append(calc_forward(params, val_t_u, val_t_c, False).item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.tensor([training, validation], device=train_t_u.device).T
""",
    ("validation", "training_loop", "validates first, detached"): """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for _ in range(n_epochs):
        w, b = params.detach().clone()
        kept = ((w * val_t_u + b - val_t_c) ** 2).mean()
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(params[0] * train_t_u + params[1], train_t_c)
        loss.backward()
        optimizer.step()
        rows.append(torch.stack((loss.detach(), kept)))
    return [params, torch.stack(rows)]
""",
    ("validation", "is_overfitting", "in Python"): """
def is_overfitting(train_losses, val_losses):
    train, val = train_losses.tolist(), val_losses.tolist()
    return train[-1] < train[0] and (val[-1] - min(val)) / min(val) > 0.1
""",
    ("validation", "is_overfitting", "a tensor"): """
def is_overfitting(train_losses, val_losses):
    return (train_losses[-1] < train_losses[0]) & (val_losses[-1] / val_losses.min() > 1.1)
""",
    ("quadratic", "model", "Horner"): """
def model(t_u, w2, w1, b):
    return (w2 * t_u + w1) * t_u + b
""",
    ("quadratic", "grad_fn", "a matrix"): """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    powers = torch.stack([t_u * t_u, t_u, torch.ones_like(t_u)])
    return 2 * (powers @ (t_p - t_c)) / len(t_p)
""",
    ("quadratic", "grad_fn", "means"): """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    each = (t_p - t_c) * 2
    return torch.stack([(each * t_u.pow(2)).mean(), torch.mean(each * t_u), each.mean()])
""",
    ("quadratic", "training_loop", "powers in a matrix"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    powers = torch.stack([t_u**2, t_u, torch.ones_like(t_u)], dim=-1)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        ((powers @ params - t_c) ** 2).mean().backward()
        optimizer.step()
    return params
""",
    ("quadratic", "training_loop", "Horner in double"): """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        w2, w1, b = params.double()
        loss = (((w2 * t_u + w1) * t_u + b - t_c) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
""",
    ("quadratic", "final_losses", "by hand"): """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    w = b = w2 = w1 = b2 = torch.zeros((), device=t_u.device)
    for _ in range(n_epochs):
        each = 2 * (w * t_u + b - t_c)
        w, b = w - learning_rate * (each * t_u).mean(), b - learning_rate * each.mean()
        gradient = grad_fn(t_u, t_c, model(t_u, w2, w1, b2), w2, w1, b2)
        w2, w1, b2 = torch.stack([w2, w1, b2]) - learning_rate * gradient
    return float(loss_fn(w * t_u + b, t_c)), float(loss_fn(model(t_u, w2, w1, b2), t_c))
""",
    ("quadratic", "final_losses", "momentum of 0"): """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    found = []
    for count in (2, 3):
        params = torch.zeros(count, requires_grad=True, device=t_u.device)
        sgd = torch.optim.SGD([params], lr=learning_rate, momentum=0.0)
        powers = torch.stack([t_u**power for power in reversed(range(count))], dim=1)
        for _ in range(n_epochs):
            sgd.zero_grad()
            (powers @ params - t_c).pow(2).mean().backward()
            sgd.step()
        found.append((powers @ params.detach() - t_c).pow(2).mean().item())
    return found[0], found[1]
""",
}


def graded(
    folder: Path, assignment: str, wrong: dict[tuple[str, str], str], right: dict[str, str], seed: int
) -> dict[str, Report]:
    """Each text of an assignment as a submission, by its name. wrong: by function, and what it does.

    Under the first seed a wrong text is asked its own function; the first of each, and right ones, all that
    they bear on. The other seeds, which are slow, check all.
    """
    texts = {"/".join(key): text for key, text in wrong.items()} | right
    only = _asked_of(assignment, wrong, texts) if seed == 1 else None
    return pasted(folder, assignment, texts, only=only, seed=seed, diagnosis=False)


def _asked_of(
    assignment: str, wrong: dict[tuple[str, str], str], texts: Mapping[str, str]
) -> dict[str, Collection[str]]:
    own = {"/".join(key): key[:1] for key in wrong}
    first = {key[0]: "/".join(key) for key in reversed(wrong)}.values()
    return {
        name: own[name] if name in own and name not in first else touched(assignment, text)
        for name, text in texts.items()
    }
