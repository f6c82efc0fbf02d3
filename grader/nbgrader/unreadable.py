"""Objects of the student's process that are no data: a grade cell can do nothing with them here."""

from __future__ import annotations

from typing import NoReturn

from grader.words.messages import Code, Message, Value, say


class Impossible(BaseException):
    """A cell cannot be judged on this side; says why. No `except Exception` of a test may swallow it."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Unsure(Impossible):
    """What the cell reads can only be had from the student's process, where it may have been replaced."""


class NotData(BaseException):
    """A value was used as data (a number, a truth, a sequence) and is none; says what it is."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Unreadable:
    """An object of the student's that is no data. What it is inside cannot be said here.

    Attributes and calls are what classes are for: Impossible. Used like a number or a list it is at best odd,
    and at worst made to say yes to everything: NotData. But of a class that students were to write, that is
    what the class is for, too.
    """

    _kind: str
    _asked: bool

    def __init__(self, kind: str, *, asked: bool = False) -> None:
        """asked: students were to write the class."""
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_asked", asked)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Unreadable) or self._asked:
            raise Impossible(say("The cell compares objects of the student's code."))
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

    def __setattr__(self, name: str, value: object) -> NoReturn:
        self.__getattr__(name)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise Impossible(
            say(
                "An object of the type {type} cannot be called from outside the student's code.",
                type=Value(self._kind),
            )
        )

    def _no_data(self, *_: object) -> NoReturn:
        if self._asked:
            raise Impossible(
                say(
                    "An object of the type {type} cannot be used outside the student's code.",
                    type=Value(self._kind),
                )
            )
        raise NotData(
            say("Expected a plain value, got an object of the type {type}.", type=Value(self._kind))
        )

    __bool__ = __len__ = __float__ = __int__ = __index__ = __iter__ = __contains__ = __getitem__ = _no_data
    __lt__ = __le__ = __gt__ = __ge__ = __abs__ = __neg__ = __pow__ = __mod__ = __matmul__ = _no_data
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _no_data
    __floordiv__ = __rfloordiv__ = __rmod__ = __rpow__ = __rmatmul__ = __and__ = __or__ = __xor__ = _no_data
    __next__ = __setitem__ = __delitem__ = __enter__ = __exit__ = __reversed__ = __invert__ = _no_data
    __pos__ = __round__ = __complex__ = __divmod__ = __iadd__ = __isub__ = __imul__ = _no_data

    def __repr__(self) -> str:
        if self._asked:
            self._no_data()
        return f"<{self._kind}>"

    __str__ = __repr__
