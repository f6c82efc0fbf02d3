"""Data of the student's process made live for a grade cell: values, iterators, exceptions, files' paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PosixPath, PurePosixPath
from typing import Any, NoReturn

import torch

from grader.nbgrader.exception_classes import ExceptionClasses, instance
from grader.nbgrader.unreadable import Impossible, NotData, Unreadable
from grader.sandbox import plain_values, wire
from grader.sandbox.outside.observed_values import SeenTensor
from grader.sandbox.outside.plain_answers import Passed, SeenPlain
from grader.words.messages import Value, say

# Dtypes and layouts by name: what a child says is one is looked up here, and not among all that torch has.
_NAMED = {
    str(item).removeprefix("torch."): item
    for item in vars(torch).values()
    if isinstance(item, (torch.dtype, torch.layout))
} | {"cpu": torch.device("cpu")}
_PLAIN = (bool, int, float, str, type(None))


class Living:
    """Makes what came of one call, or of one look, live."""

    def __init__(
        self,
        classes: ExceptionClasses,
        objects: Sequence[Any] = (),
        is_asked: Callable[[str], bool] = lambda name: False,
    ) -> None:
        """objects: those that were passed, by number. is_asked: whether students write a class."""
        self._classes = classes
        self._objects = objects
        self._is_asked = is_asked

    def of(self, value: object) -> Any:
        """A decoded value as a test meant it."""
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, SeenTensor):
            return _tensor(value)
        if isinstance(value, (list, tuple)):
            return type(value)(self.of(item) for item in value)
        if isinstance(value, SeenPlain):
            return self._plain(value)
        if isinstance(value, Passed):
            return self._objects[value.number]
        if isinstance(value, wire.Named):
            return _NAMED.get(value.text) or Unreadable(value.kind)
        kind = value.type if isinstance(value, wire.Opaque) else type(value).__name__
        return Unreadable(kind, asked=self._is_asked(kind))

    def _plain(self, value: SeenPlain) -> Any:
        try:
            if value.kind == "iterator":
                return self._iterator(*value.parts)
            if value.kind == "exception":
                return self.exception(value)
            parts = [self.of(part) for part in value.parts]
            return _path(*parts) if value.kind == "path" else plain_values.made(value.kind, parts)
        except (TypeError, ValueError, Impossible, NotData):  # the last two of parts that are no data
            return Unreadable(value.kind)

    def exception(self, value: SeenPlain) -> BaseException:
        """Of the nearest class that is known here. Raises TypeError and ValueError."""
        kinds, arguments, held, cause = value.parts
        if not (isinstance(kinds, list) and isinstance(arguments, (tuple, list)) and isinstance(held, list)):
            raise ValueError("an exception that is none")
        error = instance(self._classes.of(self.of(kinds)), self.of(arguments), self.of(held))
        if isinstance(cause, SeenPlain) and cause.kind == "exception":
            error.__cause__ = self.exception(cause)
        return error

    def _iterator(self, kind: object, items: object, more: object, error: object) -> Any:
        if not isinstance(items, (list, SeenPlain)):
            raise ValueError("an iterator that is none")
        failed = self._plain(error) if isinstance(error, SeenPlain) else None
        return _each(self.of(items), bool(more), failed)


def _each(items: Sequence[Any], more: bool, failed: object) -> Iterator[Any]:
    yield from items
    if isinstance(failed, BaseException):
        raise failed
    if more:
        raise Impossible(say("The call gives more items, one by one, than the grader reads."))


def _tensor(seen: SeenTensor) -> object:
    if seen.kind == "tensor":
        return seen.data.requires_grad_() if seen.requires_grad else seen.data
    if seen.kind in ("array", "scalar"):
        array = seen.data.numpy()
        return array if seen.kind == "array" else array[()]
    return Unreadable(seen.kind)


def is_callable(held: object) -> bool:
    """Whether a name was found to hold something to call: a function or a class."""
    if isinstance(held, SeenPlain):
        return held.kind == "exception class"
    return isinstance(held, wire.Opaque) and held.type == "callable"


class StudentPath(PosixPath):
    """A path that the student's code made: the file is in the student's process, and not here."""

    def _elsewhere(self, *_: Any, **__: Any) -> NoReturn:
        raise Impossible(
            say("The file {path} can only be seen from the student's code.", path=Value(str(self)))
        )

    stat = lstat = open = iterdir = mkdir = rmdir = unlink = touch = rename = replace = chmod = _elsewhere
    exists = is_file = is_dir = glob = rglob = resolve = read_text = read_bytes = write_text = _elsewhere
    write_bytes = samefile = symlink_to = hardlink_to = owner = group = __fspath__ = _elsewhere


def _path(name: Any, held: Any) -> PurePosixPath:
    made = plain_values.made("path", [name, held])
    return StudentPath(str(made)) if name == "PosixPath" else PurePosixPath(made)


# ── arguments that a call has changed ────────────────────────────────────────────────────────────────────


def put_back(objects: Sequence[Any], after: Mapping[int, object], living: Living) -> None:
    """Let the objects that a call was given hold what it left in them. Raises Impossible."""
    for number, now in after.items():
        held = living.of(now)
        if type(held) is not type(objects[number]) or not _put(objects[number], held):
            kind = Value(type(objects[number]).__name__)
            raise Impossible(say("The call changed an argument of the type {type}.", type=kind))


def _put(old: Any, new: Any) -> bool:
    """Whether one object now holds what the other does."""
    if isinstance(old, (list, bytearray)):
        old[:] = new
    elif isinstance(old, (dict, set)):
        old.clear()
        old.update(new)
    elif hasattr(old, "popleft"):
        old.clear()
        old.extend(new)
    elif isinstance(old, torch.Tensor):
        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        old.data.copy_(new.detach())
    elif hasattr(old, "__array_interface__") and hasattr(old, "dtype") and not hasattr(old, "index"):
        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        old[...] = new
    elif hasattr(old, "_update_inplace"):
        old._update_inplace(new)
    else:
        return False
    return True
