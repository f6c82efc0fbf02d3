"""Inside the child: everything that is data becomes nodes, for an instructor's own grade cells.

They ask for what Python, NumPy and pandas have, and not only for what a course's checks compare: `observe`
describes the rest. Iterators are told by their first items, exceptions by their classes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import torch

from grader.sandbox import plain_values, wire
from grader.sandbox.inside.observe import Observer, is_array, text

# Items of an iterator that are sent: it may have no end.
ITEMS = 1_000
_CLASSES = 16
_HELD = 20
_NOTHING = object()


class PlainObserver(Observer):
    """Describes all that is data; whatever comes back of the arguments is told by its number."""

    def __init__(self, objects: list[Any]) -> None:
        super().__init__(objects)
        self.numbers = {id(item): number for number, item in enumerate(objects)}
        # What values are made of lives as long as this: an address must not be given to another object.
        self._alive: list[Any] = []

    def value(self, live: Any, depth: int = 0) -> wire.Value:
        """The node of any value at all; what is no data is `Opaque`."""
        if id(live) in self.numbers:
            return wire.Ref(self.numbers[id(live)])
        return self._fresh(live, depth)

    def content(self, live: Any) -> wire.Value:
        """What a numbered object holds now."""
        return self._fresh(live, 0)

    def _fresh(self, live: Any, depth: int) -> wire.Value:
        if depth > wire.DEPTH_LIMIT:
            raise wire.WireError("nested too deeply")
        found = self._parts(self.now.of(live))
        if found is None:
            bytes_of_its_own = isinstance(live, torch.Tensor) or is_array(live)
            numbered = bytes_of_its_own or id(live) in self.numbers
            return super().content(live) if numbered else super().value(live, depth)
        kind, parts = found
        self._alive += parts
        return wire.Plain(kind, [self.value(part, depth + 1) for part in parts])

    def _parts(self, live: Any) -> plain_values.Parts | None:
        if type(live) is str and len(live) > wire.TEXT_LIMIT // 4:
            return "text", [live.encode("utf-8", "surrogatepass")]
        if type(live) is dict:
            return "dict", [list(live.items())]
        if isinstance(live, BaseException):
            return raised(live)
        if is_iterator(live):
            return self._iterator(live)
        return plain_values.parts(live)

    def _iterator(self, live: Iterator[Any]) -> plain_values.Parts:
        taken = list(itertools.islice(_until_error(live), ITEMS + 1))
        error = taken.pop() if taken and isinstance(taken[-1], _Failed) else None
        more = len(taken) > ITEMS
        return "iterator", [
            type(live).__name__,
            taken[:ITEMS],
            more,
            error.error if isinstance(error, _Failed) else None,
        ]


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def _until_error(live: Iterator[Any]) -> Iterator[Any]:
    """The items, and in the end what was raised in the place of a further one."""
    while True:
        try:
            item = next(live, _NOTHING)
        except BaseException as error:
            yield _Failed(error)
            return
        if item is _NOTHING:
            return
        yield item


def is_iterator(live: Any) -> bool:
    """Whether it is one of Python's own iterators: a generator, `map`, `zip`, what `iter` makes of a list."""
    kind = type(live)
    return kind.__module__ in ("builtins", "itertools") and hasattr(kind, "__next__")


def raised(error: BaseException, depth: int = 0) -> plain_values.Parts:
    """An exception: its classes, what it was made of, what it holds, and its cause."""
    kinds = [kind for kind in type(error).__mro__[:_CLASSES] if issubclass(kind, BaseException)]
    held = [(key, item) for key, item in list(_held(error).items())[:_HELD] if type(key) is str]
    cause = error.__cause__ if depth == 0 else None
    names = [text(f"{kind.__module__}:{kind.__qualname__}") for kind in kinds]
    return "exception", [names, tuple(error.args), held, cause]


def _held(error: BaseException) -> dict[Any, Any]:
    held = getattr(error, "__dict__", None)
    return held if type(held) is dict else {}


def class_kinds(live: Any) -> list[str]:
    """Of an exception's class, its own name and those of what it derives from; else nothing."""
    if not (isinstance(live, type) and issubclass(live, BaseException)):
        return []
    return [
        text(f"{kind.__module__}:{kind.__qualname__}")
        for kind in live.__mro__[:_CLASSES]
        if issubclass(kind, BaseException)
    ]


class Before:
    """The numbered arguments before a call, as nodes and bytes, to tell afterwards which it changed."""

    def __init__(self, objects: list[Any]) -> None:
        self._objects = list(objects)
        self._kept = [_described(item, self._objects) for item in self._objects]

    def changes(self, observer: PlainObserver) -> list[tuple[int, wire.Value]]:
        """The changed objects as they are now."""
        return [
            (number, observer.content(live))
            for number, (live, kept) in enumerate(zip(self._objects, self._kept, strict=True))
            if _described(live, self._objects) != kept
        ]


def _described(live: Any, objects: list[Any]) -> object:
    """All that would be sent of it; an object of its own where that is too much, which is equal to none."""
    if is_iterator(live):
        return None
    observer = PlainObserver(objects)
    try:
        return wire.encoded(observer.content(live)), bytes(observer.blob)
    except wire.WireError:
        return object()
