"""Stand-ins for what lives in the student's process: functions that ask it, values that cannot be read."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import torch

from grader.sandbox import wire
from grader.sandbox.outside.notebook_run import Lost, NotebookRun, Spent
from grader.sandbox.outside.observed_values import Argument, SeenTensor
from grader.sandbox.outside.question import Array
from grader.words.messages import Code, Message, Value, heard, say

# Dtypes and layouts by name: what a child says is one is looked up here, and not among all that torch has.
_NAMED = {
    str(item).removeprefix("torch."): item
    for item in vars(torch).values()
    if isinstance(item, (torch.dtype, torch.layout))
}
_PLAIN = (bool, int, float, complex, str, bytes, list, tuple, dict, set, type(None))


class Impossible(BaseException):
    """A cell cannot be judged on this side; says why. No `except Exception` of a test may swallow it."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Unsure(Impossible):
    """What the cell reads can only be had from the student's process, where it may have been replaced."""


class OutOfTime(BaseException):
    """The time for a notebook's grade cells is used up: nothing can be said of this one."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class NotData(BaseException):
    """A value was used as data (a number, a truth, a sequence) and is none; says what it is."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Stopped(BaseException):
    """The student's process was lost while a cell was judged: the cell fails."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


def stopped(lost: Lost, function: str = "") -> Stopped | OutOfTime:
    """What the loss of the process means for the cell that asked it. function: which was called."""
    how = lost.how
    if isinstance(lost, Spent):
        return OutOfTime(how)
    if function:
        return Stopped(say("{function} gave no answer.", function=Code(function)) + how)
    return Stopped(say("The student's process gave no answer.") + how)


class StudentFunction:
    """A function of the student's: called with data, answers with data."""

    def __init__(self, showing: NotebookRun, name: str, before: Callable[[], None]) -> None:
        """before: what is done before each call."""
        self._showing = showing
        self._before = before
        self.__name__ = self.__qualname__ = name

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        self._before()
        sent = [_sendable(item) for item in arguments]
        named = {key: _sendable(item) for key, item in keywords.items()}
        try:
            value, raised = self._showing.call(self.__name__, sent, named)
        except TypeError as refused:
            raise Impossible(heard(str(refused))) from None
        except Lost as lost:
            raise stopped(lost, self.__name__) from None
        if raised is not None:
            raise _exception(raised.type)(raised.message)
        return live(value, arguments)


class Unreadable:
    """An object of the student's that is no data. What it is inside cannot be said here.

    Attributes and calls are what classes are for: Impossible. Used like a number or a list it is at best odd,
    and at worst made to say yes to everything: NotData.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Unreadable):
            raise Impossible(say("The cell compares two objects of the student's code."))
        return False

    __hash__ = None  # type: ignore[assignment]  # it has no value to hash

    def __getattr__(self, name: str) -> NoReturn:
        raise Impossible(
            say(
                "{attribute} of an object of the type {type} cannot be seen from outside the student's code.",
                attribute=Code(f".{name}"),
                type=Value(self._kind),
            )
        )

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise Impossible(
            say(
                "An object of the type {type} cannot be called from outside the student's code.",
                type=Value(self._kind),
            )
        )

    def _no_data(self, *_: object) -> NoReturn:
        raise NotData(
            say("Expected a plain value, got an object of the type {type}.", type=Value(self._kind))
        )

    __bool__ = __len__ = __float__ = __int__ = __index__ = __iter__ = __contains__ = __getitem__ = _no_data
    __lt__ = __le__ = __gt__ = __ge__ = __abs__ = __neg__ = __pow__ = __mod__ = __matmul__ = _no_data
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _no_data


def live(value: object, arguments: Sequence[object]) -> object:
    """A decoded value as a test meant it: tensors, arrays, numbers."""
    if isinstance(value, SeenTensor):
        return _tensor(value)
    if isinstance(value, (list, tuple)):
        return type(value)(live(item, arguments) for item in value)
    if isinstance(value, dict):
        return {key: live(item, arguments) for key, item in value.items()}
    if isinstance(value, Argument):
        return _argument(value, arguments)
    if isinstance(value, wire.Named) and value.text in _NAMED:
        return _NAMED[value.text]
    if isinstance(value, _PLAIN):
        return value
    return Unreadable(value.type if isinstance(value, wire.Opaque) else type(value).__name__)


def _tensor(seen: SeenTensor) -> object:
    if seen.kind == "tensor":
        return seen.data.requires_grad_() if seen.requires_grad else seen.data
    if seen.kind in ("array", "scalar"):
        array = seen.data.numpy()
        return array if seen.kind == "array" else array[()]
    return Unreadable(seen.kind)


def _argument(value: Argument, arguments: Sequence[object]) -> object:
    number = value.name.removeprefix("argument ")
    if value.now is not None:
        return live(value.now, arguments)
    return arguments[int(number) - 1] if number.isdigit() else Unreadable("keyword argument")


def _sendable(item: object) -> object:
    if isinstance(item, (Unreadable, StudentFunction)):
        raise Impossible(say("The cell passes one object of the student's code to another."))
    if isinstance(item, torch.Tensor):
        return item.detach()
    if type(item).__module__ == "numpy":
        return Array(torch.as_tensor(item)) if hasattr(item, "__len__") else item.item()  # type: ignore[attr-defined]
    return item


def _exception(kind: str) -> type[Exception]:
    found = getattr(builtins, kind, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError
