"""Inside the child: a progress bar that shows nothing, where tqdm is not installed.

What it tells is what it has counted itself: how far its loop has come, and how long that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.sandbox.inside import missing

_QUIET = (
    "set_description", "set_description_str", "set_postfix", "set_postfix_str", "refresh", "close", "clear",
    "display", "unpause", "moveto", "status_printer",
)  # fmt: skip


class tqdm:
    """Goes round the values that it is given."""

    def __init__(self, iterable: Any = None, desc: Any = None, total: Any = None, *_: Any, **__: Any) -> None:
        if total is None and hasattr(iterable, "__len__"):
            total = len(iterable)
        self.iterable, self.desc, self.total, self.n = iterable, desc, total, 0
        self.disable = False

    def __iter__(self) -> Iterator[Any]:
        for value in self.iterable:
            yield value
            self.n += 1

    def __len__(self) -> int:
        return self.total if self.iterable is None else len(self.iterable)

    def __bool__(self) -> bool:
        return bool(self.total) if self.total is not None else bool(self.iterable)

    def __contains__(self, value: Any) -> bool:
        return value in self.iterable

    def __reversed__(self) -> Iterator[Any]:
        return iter(tqdm(list(reversed(self.iterable))))

    def __enter__(self) -> tqdm:
        return self

    def __exit__(self, *_: object) -> None:
        """An exception goes on."""

    def update(self, n: float = 1) -> None:
        """Count by hand."""
        self.n += n  # type: ignore[assignment]  # the library counts in fractions, too

    def reset(self, total: Any = None) -> None:
        """Count from 0 again."""
        self.n, self.total = 0, self.total if total is None else total

    @classmethod
    def write(cls, text: Any, *_: Any, **__: Any) -> None:
        """Print a line."""
        print(text)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(missing.MissingLibraryValue("tqdm"), name)


def _nothing(*_: Any, **__: Any) -> None:
    """Nothing is shown."""


for _name in _QUIET:
    setattr(tqdm, _name, _nothing)


def trange(*limits: int, **_: Any) -> tqdm:
    """A bar over a range."""
    return tqdm(range(*limits))
