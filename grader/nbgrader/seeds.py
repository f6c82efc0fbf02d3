"""Seeds that a grade cell sets: noticed here, and set in the student's process before its next call."""

from __future__ import annotations

import functools
import importlib.util
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import torch

# By library: where its generator is seeded.
_PLACES = {"random": ("random", "seed"), "numpy": ("numpy.random", "seed"), "torch": ("torch", "manual_seed")}
# Run in the student's process before the first cell.
SEED = """\
__import__("random").seed({seed}); __import__("torch").manual_seed({seed})
if "numpy" in __import__("sys").modules: __import__("numpy").random.seed({seed})
"""


def seed_all(number: int) -> None:
    """Seed what a grade cell draws from in this process. number: below 2**32."""
    random.seed(number)
    torch.manual_seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)


# Before any cell imports it, so that a seed that it sets is noticed.
if importlib.util.find_spec("numpy") is not None:
    importlib.import_module("numpy.random")


class Seeds:
    """Knows which generators of this process were seeded since it was last asked."""

    def __init__(self) -> None:
        self._seeded: set[str] = set()

    @contextmanager
    def noticed(self) -> Iterator[None]:
        """Here, whoever seeds a generator is noticed, also later by a name that was imported here."""
        with ExitStack() as stack:
            for library, (module, name) in _PLACES.items():
                if module in sys.modules:
                    original = getattr(sys.modules[module], name)
                    noting = self._noting(library, original)
                    stack.enter_context(mock.patch.object(sys.modules[module], name, noting))
            yield

    def _noting(self, library: str, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def seed(*arguments: Any, **keywords: Any) -> Any:
            made = original(*arguments, **keywords)
            self._seeded.add(library)
            return made

        return seed

    def take(self) -> str:
        """Code that lets the generators that were seeded go on from where they are here; empty for none."""
        code = "\n".join(_STATES[library]() for library in sorted(self._seeded))
        self._seeded.clear()
        return code


def _of_random() -> str:
    return f'__import__("random").setstate({random.getstate()!r})'


def _of_numpy() -> str:
    kind, keys, place, has_normal, normal = sys.modules["numpy"].random.get_state()
    state = (str(kind), [int(key) for key in keys], int(place), int(has_normal), float(normal))
    return f'__import__("numpy").random.set_state({state!r})'


def _of_torch() -> str:
    state = f"torch.tensor({torch.get_rng_state().tolist()!r}, dtype=torch.uint8)"
    return f'(lambda torch: torch.set_rng_state({state}))(__import__("torch"))'


_STATES = {"random": _of_random, "numpy": _of_numpy, "torch": _of_torch}
