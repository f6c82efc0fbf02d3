"""`torch.Generator(device="sim")`, and the refusal of it where the CPU is meant."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Any

import torch

from grader.sandbox.sim.backend_name import NAME, TYPE

_plain = torch._C.Generator
# Factories that take a generator; with dispatch to Python off on the CPU, they are asked here.
_FACTORIES = ("rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial")


# By address: PyTorch hands kernels another Python object of the same generator.
_known: weakref.WeakValueDictionary[int, SimGenerator] = weakref.WeakValueDictionary()


class SimGenerator(_plain):
    """A CPU generator that says it is on sim."""

    def __init__(self) -> None:
        _known[_address(self)] = self

    @property
    def device(self) -> torch.device:  # type: ignore[override]  # C's own is read-only, too
        return torch.device(NAME)


class _Either(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _plain)


class Generator(metaclass=_Either):
    """Stands in the place of `torch.Generator` and makes either kind."""

    def __new__(cls, device: torch.device | str = "cpu") -> Any:
        wanted = torch.device(device)
        return SimGenerator() if wanted.type == TYPE else _plain(wanted)


def is_on_sim(generator: Any) -> bool:
    """Whether a generator was made for sim."""
    return _address(generator) in _known


def _address(generator: Any) -> int:
    return generator._cdata  # type: ignore[no-any-return]  # a number


def install() -> None:
    """Let `torch.Generator` make generators of sim, and CPU factories refuse them."""
    torch.Generator = Generator  # type: ignore[misc,assignment]  # the one place to make them
    for name in _FACTORIES:
        setattr(torch, name, _refusing(getattr(torch, name)))


def _refusing(factory: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(factory)
    def asked(*args: Any, **options: Any) -> Any:
        made = factory(*args, **options)
        if isinstance(options.get("generator"), SimGenerator) and made.device.type != TYPE:
            raise RuntimeError(
                f"Expected a '{made.device.type}' device type for generator but found '{TYPE}'"
            )
        return made

    return asked
