"""`student` and `reference`: anything asked of them becomes a question to a child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from grader.model import Observation


class Asker(Protocol):
    """Puts one call to whoever answers."""

    def __call__(
        self, function: str, arguments: tuple[object, ...], keywords: dict[str, object]
    ) -> Observation: ...


class Functions:
    """`student.f(1, 2)` calls f(1, 2) in the sandbox and returns the `Observation`."""

    def __init__(self, ask: Asker) -> None:
        self._ask = ask

    def __getattr__(self, function: str) -> Callable[..., Observation]:
        if function.startswith("__"):
            raise AttributeError(function)

        def call(*arguments: object, **keywords: object) -> Observation:
            return self._ask(function, arguments, keywords)

        return call
