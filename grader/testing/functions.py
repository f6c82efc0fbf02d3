"""`student` and `reference`: anything asked of them becomes a question to a child."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from grader.model import Observation

# The arguments of one call, by position and by name.
Arguments = tuple[tuple[object, ...], dict[str, object]]
# (the student's, the reference's) for each call.
Answers = list[tuple[Observation, Observation]]


class Asker(Protocol):
    """Puts calls of one function to whoever answers, in order."""

    def __call__(self, function: str, calls: Iterable[Arguments]) -> Sequence[Observation]: ...


class Function:
    """One function of whoever answers."""

    def __init__(self, ask: Asker, name: str, *, at_once: bool = False) -> None:
        self._ask = ask
        self._name = name
        self._at_once = at_once

    def __call__(self, *arguments: object, **keywords: object) -> Observation:
        """Call it in the sandbox."""
        return self._ask(self._name, [(arguments, keywords)])[0]

    def each(self, calls: Iterable[tuple[object, ...]]) -> list[Observation]:
        """One call after another; quicker than asking singly, for the next is on its way meanwhile."""
        return list(self._ask(self._name, ((call, {}) for call in calls)))

    def later(self, calls: Iterable[tuple[object, ...]]) -> Callable[[], list[Observation]]:
        """Calls that a check may have no need of: they are asked when what this returns is called.

        While a kit is recorded they are asked at once, for a kit must hold all that a check may ask.
        """
        asked = list(calls)
        if not self._at_once:
            return lambda: self.each(asked)
        answered = self.each(asked)
        return lambda: answered


class Functions:
    """`student.f(1, 2)` calls f(1, 2) in the sandbox and returns the `Observation`."""

    def __init__(self, ask: Asker, *, at_once: bool = False) -> None:
        """at_once: calls for later are asked at once."""
        self._ask = ask
        self._at_once = at_once

    def __getattr__(self, function: str) -> Function:
        if function.startswith("__"):
            raise AttributeError(function)
        return Function(self._ask, function, at_once=self._at_once)


def answers(student: Function, reference: Function, calls: Iterable[tuple[object, ...]]) -> Answers:
    """(the student's, the reference's) for each call. All are asked before one is judged.

    So a diagnosis has every call to go by, whichever of them goes wrong first.
    """
    asked = list(calls)
    return list(zip(student.each(asked), reference.each(asked), strict=True))
