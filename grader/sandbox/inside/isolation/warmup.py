"""In the zygote, once: load and use whatever a first call would be slow for, and leave a process fit to fork.

Measured first uses in a child of a zygote that had only imported torch: a step of SGD 700 ms, vmap 700, a
figure 300. The compiler, which only `torch.compile` needs, stays out (`grader.sandbox.sim.stand_ins`), and so
do the formulas of forward-mode autograd, 190 ms that no exercise asks for.

Big pages make the fork itself four times faster; frozen objects are not touched by the child's
collector, so their pages stay shared.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator

from grader.sandbox.inside.isolation import kernel

_MODULES = (
    "torch.autograd.forward_ad",
    "torch.distributions",
    "torch.func",
    "torch.nn.utils",
    "torch.optim",
    "torch.testing",
    "torch.utils.data",
    "csv",
    "dataclasses",
    "faulthandler",
    "fractions",
    "inspect",
    "numpy",
    "msgspec",
    "traceback",
    "typing",
)
_FIGURES = "matplotlib.pyplot"
_BIG_PAGE = 2 << 20
_COLLAPSE = 25


def load(serve: str, modules: Iterable[str] = ()) -> Callable[[int], None]:
    """Import torch, these modules, and the function `serve` names. Raises ImportError, AttributeError."""
    import torch

    from grader.sandbox.sim import stand_ins

    torch.set_num_threads(1)
    stand_ins.stand_in()
    module, _, name = serve.rpartition(".")
    function: Callable[[int], None] = getattr(importlib.import_module(module), name)
    for needed in modules:
        if importlib.util.find_spec(needed):
            importlib.import_module(needed)
    return function


def use(*, figures: bool = True) -> None:
    """Import and use whatever a first call would be slow for: a second that a class saves many times."""
    for needed in _MODULES:
        importlib.import_module(needed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(2):
            _use_torch()
    if figures:
        use_figures()


def use_figures() -> None:
    """Draw one, where matplotlib is installed."""
    if importlib.util.find_spec("matplotlib"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _draw()


def _use_torch() -> None:
    import torch
    from torch.nn import functional
    from torch.utils.data import DataLoader, TensorDataset

    data = torch.linspace(-1.0, 1.0, 8).reshape(4, 2)
    layer = torch.nn.Linear(2, 1)
    for parameter in layer.parameters():
        # No backward pass here: at its first, autograd's engine counts devices for good, and a child could
        # have none of its own.
        parameter.grad = torch.zeros_like(parameter)
    for optimizer in (
        torch.optim.SGD(layer.parameters(), lr=0.1, momentum=0.9),
        torch.optim.SGD([layer.weight], lr=0.1),
        torch.optim.Adam(layer.parameters(), lr=0.1),
    ):
        functional.mse_loss(layer(data), data[:, :1])
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
    weight = torch.ones(2, requires_grad=True)
    ((weight * data).sum(dim=1) ** 2).mean()
    torch.func.vmap(lambda x: x * 2)(data)
    functional.cross_entropy(data, torch.tensor([0, 1, 0, 1]))
    functional.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2))
    torch.testing.assert_close(data @ data.T, data.matmul(data.T))
    list(DataLoader(TensorDataset(data), batch_size=2))
    repr(data), repr(weight), data[torch.randperm(4)].numpy(), data[data > 0].tolist()


def _draw() -> None:
    pyplot = importlib.import_module(_FIGURES)
    figure, axes = pyplot.subplots()
    axes.plot([0, 1], [1, 0], "o", label="a")
    axes.set(xlabel="x", ylabel="y", title="t")
    axes.legend()
    figure.canvas.draw()
    pyplot.close("all")


def settle(proc_fd: int, *, collapse: bool = True) -> int:
    """Make this process fit to be forked from and return its address space in bytes.

    proc_fd: an open /proc. collapse: into big pages, which takes half a second and saves each fork four
    fifths of its time. Raises RuntimeError where a fork would not be safe.
    """
    gc.collect()
    gc.freeze()
    if collapse:
        for start in _big_pages(proc_fd):
            kernel.advise(start, _BIG_PAGE, _COLLAPSE)
    if len(os.listdir(_proc(proc_fd, "self/task"))) != 1:
        raise RuntimeError("the zygote has a second thread, so its children could hang")
    if sys.modules["torch"].cuda.is_initialized():
        raise RuntimeError("the zygote has initialised CUDA, which no child survives")
    with open(_proc(proc_fd, "self/statm")) as table:
        return int(table.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _proc(proc_fd: int, name: str) -> int:
    return os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc_fd)


def _big_pages(proc_fd: int) -> Iterator[int]:
    """Where whole big pages lie in private, writable memory that is no file's."""
    with open(_proc(proc_fd, "self/maps")) as table:
        rows = [line.split() for line in table]
    for span, rights, _, device, _, *name in rows:
        if rights == "rw-p" and device == "00:00" and name in ([], ["[heap]"]):
            start, end = (int(address, 16) for address in span.split("-"))
            yield from range(-(-start // _BIG_PAGE) * _BIG_PAGE, end - _BIG_PAGE + 1, _BIG_PAGE)
