"""In the zygote: use once what submissions use first, so that no child pays for lazy imports."""

from __future__ import annotations

import importlib.util
import warnings

import torch


def up() -> None:
    """Run small versions of what the exercises do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(2):
            _train()
        _clamp_workers()
        if importlib.util.find_spec("matplotlib"):
            _plot()


def _train() -> None:
    inputs, targets = torch.ones(4), torch.zeros(4)
    for name, options in (
        ("SGD", {"momentum": 0.9}),
        ("SGD", {}),
        ("Adam", {}),
        ("AdamW", {}),
        ("RMSprop", {}),
    ):
        params = torch.tensor([1.0, 0.0], requires_grad=True)
        optimizer = getattr(torch.optim, name)([params], lr=0.1, **options)
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(params[0] * inputs + params[1], targets)
        loss.backward()
        optimizer.step()
    layer = torch.nn.Linear(4, 1)
    layer(inputs).sum().backward()
    with torch.no_grad():
        repr(params), torch.stack([params, params]), torch.cat([params, params]), torch.isfinite(params).all()
    torch.autograd.grad((params**2).sum(), params)
    torch.func.grad(lambda x: (x**2).sum())(inputs)
    list(torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(4, 2)), batch_size=2))


def _clamp_workers() -> None:
    """`DataLoader(num_workers=2)` loads in the process itself: forking is refused inside."""
    loader = torch.utils.data.DataLoader
    inner = loader.__init__

    def init(self: object, *arguments: object, **options: object) -> None:
        if options.get("num_workers"):
            for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context"):
                options.pop(name, None)
        inner(self, *arguments, **options)  # type: ignore[arg-type]  # what the caller gave

    loader.__init__ = init  # type: ignore[assignment]  # the same signature, fewer workers


def _plot() -> None:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    axes.plot([0.0, 1.0], [0.0, 1.0], "o-", label="a")
    axes.scatter([0.0], [1.0])
    axes.set_xlabel("x")
    axes.legend()
    pyplot.close(figure)
