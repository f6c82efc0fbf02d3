"""gradient_descent: shortcuts that ordinary numbers hide are caught, and unusual right answers are not.

Each wrong one is right on most inputs. It must lose points of its function under every seed.
"""

from __future__ import annotations

import pytest
from helpers.grading import failed, lost
from helpers.shortcuts import graded

from grader.model import Report, Status

SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3)))
LOOP = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    before = float('inf')
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        loss = loss_fn(t_p, t_c)
        gradient = grad_fn(t_u, t_c, t_p, w, b)
        {stop}
        params = params - learning_rate * gradient
        before = loss
    return params
"""
HISTORY = """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        gradient = grad_fn(t_u, t_c, t_p, w, b)
        {stop}
        params = params - learning_rate * gradient
    return torch.stack(losses)
"""
UNTIL = """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    {first}
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if {rests}:
            return params, epoch
    return params, max_epochs
"""
# By function and what it does.
WRONG = {
    ("training_loop", "stops where the loss rises"): LOOP.format(stop="if loss > before: break"),
    ("training_loop", "stops at a small gradient"): LOOP.format(stop="if gradient.abs().max() < 1e-3: break"),
    ("training_loop", "stops at a small loss"): LOOP.format(stop="if loss < 1e-6: break"),
    ("training_loop", "stops at large parameters"): LOOP.format(stop="if params.abs().max() > 100: break"),
    ("training_loop", "clamps the gradient"): LOOP.format(stop="gradient = gradient.clamp(-100, 100)"),
    ("training_loop", "a step of one length"): LOOP.format(stop="gradient = gradient / gradient.norm()"),
    ("training_loop", "stops after ten"): LOOP.format(
        stop="if epoch >= 10 and n_epochs < 20: break"
    ),
    ("training_loop", "keeps the best"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    best, least = params, float('inf')
    for _ in range(n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        if loss < least:
            best, least = params, loss
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, *params), *params)
    return best
""",
    ("training_loop", "trains from (1, 0) where it is given zeros"): """
_loop = training_loop

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    return _loop(n_epochs, learning_rate, params if params.any() else torch.tensor([1.0, 0.0]), t_u, t_c)
""",
    ("loss_history", "stops where the loss rises"): HISTORY.format(
        stop="if len(losses) > 1 and losses[-1] > losses[-2]: losses[-1] = losses[-2]"
    ),
    ("loss_history", "stops at a small gradient"): HISTORY.format(
        stop="if gradient.abs().max() < 1e-3: break"
    ),
    ("loss_history", "stops at no loss"): HISTORY.format(stop="if losses[-1] == 0: break"),
    ("loss_history", "keeps a list of its own"): """
_losses = {}

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    key = n_epochs, learning_rate
    if key not in _losses:
        _losses[key] = _history(n_epochs, learning_rate, params, t_u, t_c)
    return _losses[key]

def _history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for _ in range(n_epochs):
        t_p = model(t_u, *params)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, *params)
    return torch.stack(losses)
""",
    ("train_until", "two epochs at least"): UNTIL.format(
        first="", rests="epoch > 1 and step.abs().max() <= tolerance"
    ),
    ("train_until", "not where nothing moves"): UNTIL.format(
        first="", rests="step.abs().min() > 0 and step.abs().max() <= tolerance"
    ),
    ("train_until", "less than the tolerance"): UNTIL.format(
        first="", rests="step.abs().max() < tolerance"
    ),
    ("train_until", "any rest"): UNTIL.format(first="", rests="step.abs().min() <= tolerance"),
    ("train_until", "the gradient is small"): UNTIL.format(
        first="", rests="step.abs().max() <= tolerance or step.abs().max() < 1e-3 * learning_rate"
    ),
    ("has_diverged", "no infinity anywhere"): """
def has_diverged(losses):
    return bool(not torch.isfinite(losses).all() or losses[-1] > losses[0])
""",
    ("has_diverged", "grown by a percent"): """
def has_diverged(losses):
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > 1.01 * losses[0])
""",
    ("has_diverged", "fallen by a percent"): """
def has_diverged(losses):
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > 0.99 * losses[0])
""",
    ("has_diverged", "one loss is too few"): """
def has_diverged(losses):
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > losses[0] or len(losses) < 2)
""",
    ("has_diverged", "large is infinite"): """
def has_diverged(losses):
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > losses[0] or losses[-1] > 1e20)
""",
    ("has_diverged", "only the first ten"): """
def has_diverged(losses):
    losses = losses[:8]
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > losses[0])
""",
    ("has_diverged", "the difference is no number"): """
def has_diverged(losses):
    return bool(losses[-1] - losses[0] > 0 or losses[-1].isnan())
""",
    ("model", "a default for 0"): "def model(t_u, w, b):\n    return (w or 1.0) * t_u + b\n",
    ("model", "remembers by the readings"): """
_known = {}

def model(t_u, w, b):
    key = tuple(t_u.tolist())
    if key not in _known:
        _known[key] = w * t_u + b
    return _known[key]
""",
    ("loss_fn", "never 0"): "def loss_fn(t_p, t_c):\n    return ((t_p - t_c) ** 2).mean().clamp(min=1e-3)\n",
    ("loss_fn", "no loss without a mean error"): """
def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean() * float((t_p - t_c).mean() != 0)
""",
    ("dloss_fn", "by its length"): """
def dloss_fn(t_p, t_c):
    error = 2 * (t_p - t_c) / t_p.size(0)
    return error / error.norm() * error.norm()
""",
    ("dmodel_dw", "a default for 0"): "def dmodel_dw(t_u, w, b):\n    return t_u if w else t_u * 0\n",
    ("dmodel_db", "a default for 0"): "def dmodel_db(t_u, w, b):\n    return 1.0 if b else 0.0\n",
    ("grad_fn", "its own predictions where there is no error"): """
_grad = grad_fn

def grad_fn(t_u, t_c, t_p, w, b):
    if bool((t_p == t_c).all()):
        t_p = model(t_u, w, b)
    return _grad(t_u, t_c, t_p, w, b)
""",
    ("numerical_grad_fn", "a step relative to w"): """
def numerical_grad_fn(t_u, t_c, w, b, delta):
    def loss_at(w, b):
        return loss_fn(model(t_u, w, b), t_c)
    dw, db = delta * (w or 1e-30), delta * (b or 1e-30)
    rate_w = (loss_at(w + dw, b) - loss_at(w - dw, b)) / (2 * dw)
    rate_b = (loss_at(w, b + db) - loss_at(w, b - db)) / (2 * db)
    return torch.stack([rate_w, rate_b])
""",
    ("normalize_inputs", "readings are above 0"): (
        "def normalize_inputs(t_u):\n    return 0.1 * t_u.clamp(min=0)\n"
    ),
    ("plot_fit", "to 100"): """
_plot = plot_fit

def plot_fit(t_u, t_c, params):
    return _plot(t_u.clamp(max=100), t_c, params)
""",
    ("plot_fit", "three at least"): """
_plot = plot_fit

def plot_fit(t_u, t_c, params):
    return _plot(t_u, t_c, params) if len(t_u) > 2 else _plot(t_u[:1], t_c[:1], params)
""",
}  # fmt: skip

RIGHT = {
    "numpy inside": """
import numpy

def _line(t_u, w, b):
    return float(w) * t_u.detach().cpu().numpy() + float(b)

def model(t_u, w, b):
    return torch.from_numpy(_line(t_u, w, b).astype(numpy.float32)).to(t_u.device)

def loss_fn(t_p, t_c):
    return torch.tensor(numpy.mean((t_p.cpu().numpy() - t_c.cpu().numpy()) ** 2), device=t_p.device)

def grad_fn(t_u, t_c, t_p, w, b):
    error, u = (t_p - t_c).cpu().numpy(), t_u.cpu().numpy()
    return torch.tensor([float((2 * error * u).mean()), float((2 * error).mean())], device=t_u.device)

def has_diverged(losses):
    found = losses.cpu().numpy()
    return bool(not numpy.isfinite(found[-1]) or found[-1] > found[0])
""",
    "float64 inside": """
def _gradient(params, t_u, t_c):
    error = params[0] * t_u + params[1] - t_c
    return torch.stack([2 * (error * t_u).mean(), 2 * error.mean()])

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params, t_u, t_c = params.double(), t_u.double(), t_c.double()
    for _ in range(n_epochs):
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return params.float()

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    params, t_u, t_c = params.double(), t_u.double(), t_c.double()
    losses = torch.empty(n_epochs, dtype=torch.float64, device=t_u.device)
    for epoch in range(n_epochs):
        losses[epoch] = ((params[0] * t_u + params[1] - t_c) ** 2).mean()
        params = params - learning_rate * _gradient(params, t_u, t_c)
    return losses.float()

def numerical_grad_fn(t_u, t_c, w, b, delta):
    t_u, t_c, w, b = t_u.double(), t_c.double(), float(w), float(b)
    at = lambda w, b: ((w * t_u + b - t_c) ** 2).mean()
    rates = [at(w + delta, b) - at(w - delta, b), at(w, b + delta) - at(w, b - delta)]
    return (torch.stack(rates) / (2 * delta)).float()
""",
    "matrices": """
def _table(t_u):
    return torch.stack([t_u, torch.ones_like(t_u)], dim=1)

def grad_fn(t_u, t_c, t_p, w, b):
    return torch.einsum('nk,n->k', _table(t_u), 2 * (t_p - t_c)) / len(t_u)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    table = _table(t_u)
    for _ in range(n_epochs):
        params = params - learning_rate * 2 / len(t_u) * table.t() @ (table @ params - t_c)
    return params

def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    table, losses = _table(t_u), []
    for _ in range(n_epochs):
        errors = table @ params - t_c
        losses.append(torch.dot(errors, errors) / len(t_u))
        params = params - learning_rate * 2 / len(t_u) * table.t() @ errors
    return torch.stack(losses)
""",
    "sums of the data": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    n, u, c = len(t_u), t_u.sum(), t_c.sum()
    uu, uc = (t_u * t_u).sum(), (t_u * t_c).sum()
    w, b = params[0].clone(), params[1].clone()
    for _ in range(n_epochs):
        dw, db = 2 / n * (w * uu + b * u - uc), 2 / n * (w * u + n * b - c)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return torch.stack([w, b])
""",
    "data and sub": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.data.clone()
    for _ in range(n_epochs):
        params.data.sub_(grad_fn(t_u, t_c, model(t_u, *params), *params), alpha=learning_rate)
    return params

def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    epoch, rests = 0, False
    while epoch < max_epochs and not rests:
        new = training_loop(1, learning_rate, params, t_u, t_c)
        rests = not bool(((new - params).abs() > tolerance).any())
        params, epoch = new, epoch + 1
    return params, epoch
""",
    "numbers": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    (w, b), us, cs = params.tolist(), t_u.tolist(), t_c.tolist()
    for _ in range(n_epochs):
        errors = [w * u + b - c for u, c in zip(us, cs)]
        dw = 2 * sum(e * u for e, u in zip(errors, us)) / len(us)
        w, b = w - learning_rate * dw, b - learning_rate * 2 * sum(errors) / len(us)
    return torch.tensor([w, b], device=t_u.device)

def has_diverged(losses):
    import math
    first, *_, last = [*losses.tolist(), losses[-1].item()]
    return math.isnan(last) or math.isinf(last) or last > first

def numerical_grad_fn(t_u, t_c, w, b, delta):
    at = lambda w, b: ((w * t_u + b - t_c) ** 2).mean()
    found = torch.zeros(2, device=t_u.device)
    for i, (dw, db) in enumerate(((delta, 0), (0, delta))):
        found[i] = (at(w + dw, b + db) - at(w - dw, b - db)) / (2 * delta)
    return found
""",
    "the current figure": """
def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt
    order = t_u.argsort()
    plt.plot(t_u, t_c, 'x')
    plt.plot(t_u[order], (params[0] * t_u + params[1])[order], '-')
    plt.xlabel('t_u')
    plt.ylabel('t_c')
    return plt.gcf()
""",
}  # fmt: skip


Reports = dict[str, Report]


@pytest.fixture(scope="module", params=SEEDS)
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Of each variant under one seed."""
    return graded(tmp_path_factory.mktemp("seed"), "gradient_descent", WRONG, RIGHT, request.param)


@pytest.mark.parametrize("variant", list(WRONG), ids=": ".join)
def test_a_shortcut_is_caught(variant: tuple[str, str], reports: Reports) -> None:
    """It loses points of its own function, and of no other."""
    report = reports["/".join(variant)]
    assert list(lost(report)) == [variant[0]]
    assert failed(report, variant[0]).status is Status.FAILED


@pytest.mark.parametrize("variant", list(RIGHT))
def test_a_right_answer_is_right(variant: str, reports: Reports) -> None:
    """However it is written: no special value asks for more than the exercise says."""
    assert lost(reports[variant]) == {}
