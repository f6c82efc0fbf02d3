"""The class of the peers' job: submissions put together from what students write, right and wrong.

    write_class(folder, 60)          folder/s000/thermometer.py and so on: the same texts every time

Each function of a submission is a right wording of several, or, one time in twelve, a known mistake.
"""

from __future__ import annotations

import random
from pathlib import Path
from textwrap import dedent, indent

ASSIGNMENT = "thermometer"
_WRONG = 1 / 12
_HEAD = """\
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
t_un = 0.1 * t_u
"""
_REMARKS = ("", "# see p. 113", "# my answer", "# done with Ana")

# Statements that stand in every loop.
_SHOW = 'if epoch % 100 == 0:\n    print("Epoch %d, Loss %f" % (epoch, float(loss)))'
_ZERO = "if params.grad is not None:\n    params.grad.zero_()"
_STEP = "with torch.no_grad():\n    params -= learning_rate * params.grad"
_LOSS = "w, b = params\nloss = ((w * t_u + b - t_c) ** 2).mean()"
_HAND = "learning_rate * torch.stack([(e * t_u).sum(), e.sum()])"


def _loop(
    *body: str, head: str = "for epoch in range(1, n_epochs + 1):", returns: str = "return params"
) -> str:
    return f"{head}\n{indent(chr(10).join(body), '    ')}\n{returns}"


def _by_hand(change: str) -> tuple[str, str, str]:
    return ("w, b = params\np = w * t_u + b", "e = 2 * (p - t_c) / len(t_c)", change)


# By function: its parameters, right bodies, wrong bodies.
FUNCTIONS: dict[str, tuple[str, list[str], list[str]]] = {
    "model": (
        "t_u, w, b",
        [
            "return w * t_u + b",
            "return b + t_u * w",
            "y = w * t_u\nreturn y + b",
            "return torch.add(torch.mul(t_u, w), b)",
        ],
        ["return b * t_u + w", "return w * t_u"],
    ),
    "loss_fn": (
        "t_p, t_c",
        [
            "squared_diffs = (t_p - t_c) ** 2\nreturn squared_diffs.mean()",
            "return ((t_p - t_c) ** 2).mean()",
            "d = t_c - t_p\nreturn (d * d).sum() / d.numel()",
            "return torch.mean(torch.pow(t_p - t_c, 2))",
        ],
        ["return (t_p - t_c) ** 2", "return (t_p - t_c).abs().mean()", "return ((t_p - t_c) ** 2).sum()"],
    ),
    "dloss_fn": (
        "t_p, t_c",
        [
            "dsq_diffs = 2 * (t_p - t_c) / t_p.size(0)\nreturn dsq_diffs",
            "return (2.0 / t_c.numel()) * (t_p - t_c)",
            "n = t_p.shape[0]\nreturn (t_p - t_c) * (2 / n)",
            "return 2 * (t_p - t_c) / len(t_p)",
        ],
        [
            "return 2 * (t_p - t_c)",
            "return (t_p - t_c) / t_p.size(0)",
            "return 2 * (t_c - t_p) / t_p.size(0)",
        ],
    ),
    "dmodel_dw": (
        "t_u, w, b",
        ["return t_u", "return t_u.clone()", "return t_u * 1.0"],
        ["return w", "return 1.0", "return w * t_u"],
    ),
    "dmodel_db": (
        "t_u, w, b",
        ["return 1.0", "return 1", "return torch.tensor(1.0)", "return torch.ones_like(t_u)"],
        ["return 0.0", "return b"],
    ),
    "grad_fn": (
        "t_u, t_c, t_p, w, b",
        [
            "d = dloss_fn(t_p, t_c)\n"
            "return torch.stack([(d * dmodel_dw(t_u, w, b)).sum(), (d * dmodel_db(t_u, w, b)).sum()])",
            "e = 2 * (t_p - t_c) / len(t_c)\nreturn torch.stack([(e * t_u).sum(), e.sum()])",
            "g = 2 * (t_p - t_c) / len(t_c)\nw = (g * t_u).sum()\nreturn torch.stack((w, g.sum()))",
        ],
        [
            "e = 2 * (t_p - t_c) / t_p.size(0)\nreturn torch.stack([e.sum(), (e * t_u).sum()])",
            "e = 2 * (t_p - t_c) / t_p.size(0)\nreturn (e * t_u).sum()",
        ],
    ),
    "training_loop": (
        "n_epochs, learning_rate, params, t_u, t_c",
        [
            _loop(*_by_hand(f"params = params - {_HAND}")),
            _loop(*_by_hand(f"params = params - {_HAND}"), "loss = (e * e).mean()", _SHOW),
            "epoch = 0\n"
            + _loop(*_by_hand(f"params = params - {_HAND}"), "epoch += 1", head="while epoch < n_epochs:"),
        ],
        [
            _loop(*_by_hand(f"params = params + {_HAND}")),
            _loop(*_by_hand(f"params = params - {_HAND}"), "return params"),
        ],
    ),
    "training_loop_autograd": (
        "n_epochs, learning_rate, params, t_u, t_c",
        [
            _loop(_ZERO, _LOSS, "loss.backward()", _STEP),
            _loop(_ZERO, _LOSS, "loss.backward()", _STEP, _SHOW),
            _loop(
                "params.grad = None",
                _LOSS,
                "loss.backward()",
                _STEP.replace("params -= ", "params -= 1.0 * "),
            ),
            _loop(
                _ZERO, "loss = ((params[0] * t_u + params[1] - t_c) ** 2).mean()", "loss.backward()", _STEP
            ),
        ],
        [
            _loop(_LOSS, "loss.backward()", _STEP),
            _loop(_ZERO, _LOSS, "loss.backward()", "params -= learning_rate * params.grad"),
        ],
    ),
    "training_loop_optim": (
        "n_epochs, optimizer, params, t_u, t_c",
        [
            _loop(_LOSS, "optimizer.zero_grad()", "loss.backward()", "optimizer.step()"),
            _loop(_LOSS, "optimizer.zero_grad()", "loss.backward()", "optimizer.step()", _SHOW),
            _loop("optimizer.zero_grad(set_to_none=True)", _LOSS, "loss.backward()", "optimizer.step()"),
        ],
        [
            _loop(_LOSS, "loss.backward()", "optimizer.zero_grad()", "optimizer.step()"),
            _loop(_LOSS, "loss.backward()", "optimizer.step()"),
        ],
    ),
    "model_quad": (
        "t_u, w1, w2, b",
        [
            "return w2 * t_u ** 2 + w1 * t_u + b",
            "sq = t_u * t_u\nreturn w2 * sq + w1 * t_u + b",
            "return (w2 * t_u + w1) * t_u + b",
            "return b + w1 * t_u + w2 * t_u.pow(2)",
        ],
        ["return w2 * t_u ** 2 + b", "return w2 * t_u + w1 * t_u + b", "return w1 * t_u ** 2 + w2 * t_u + b"],
    ),
}


def text(number: int) -> str:
    """One student's file: the same for a number every time."""
    draw = random.Random(number)
    parts = [_HEAD]
    for name, (parameters, right, wrong) in FUNCTIONS.items():
        body = draw.choice(wrong if draw.random() < _WRONG else right)
        parts.append(f"{draw.choice(_REMARKS)}\ndef {name}({parameters}):\n{indent(dedent(body), '    ')}\n")
    return "\n".join(parts)


def write_class(folder: Path, count: int) -> Path:
    """A class of so many students, each in a folder. Returns the class's folder."""
    for number in range(count):
        path = folder / f"s{number:03}" / f"{ASSIGNMENT}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text(number), encoding="utf-8")
    return folder
