"""What every demand builds on: which part of an observation is meant, and how to say no to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Self

from grader.compare import show
from grader.errors import FaultError
from grader.model import Example, Observation, Outcome
from grader.testing.checks import CheckFailure
from grader.testing.seen import as_seen, resolved, tensors
from grader.testing.wording import call_text, error_words


@dataclass(frozen=True, slots=True)
class Demand:
    """One observation, or a part of it."""

    seen: Observation
    # What part of the observation is meant: None for the returned value.
    about: str = ""
    part: object = None

    def returned(self) -> Self:
        """The call came back with a value."""
        self._returned()
        return self

    def that(self, condition: bool, message: str, expected: str = "") -> Self:
        """Anything else, with a sentence for the student where it does not hold.

        expected: what was asked for, where the example should say so beside what came.
        """
        self._returned()
        if not condition:
            self._fail(message, expected)
        return self

    # ── saying no ────────────────────────────────────────────────────────────────────────────────────────

    def _value(self) -> Any:
        self._returned()
        return self.part if self.about else self.seen.value

    def _resolved(self) -> Any:
        return resolved(self._value(), self.seen)

    def _returned(self, expected: str = "the call returns") -> None:
        """expected: what was asked for, where the call did not come back."""
        outcome = self.seen.outcome
        if outcome is Outcome.FAULT:
            raise FaultError(self.seen.ended)
        if outcome is not Outcome.RETURNED:
            self._fail(
                error_words(self.seen),
                expected,
                got=_short_outcome(self.seen),
                kind="raised" if outcome is Outcome.RAISED else "conduct",
            )

    def _argument(self, name: str) -> object:
        if name in self.seen.after:
            return self.seen.after[name]
        return self._before(name)

    def _before(self, name: str) -> object:
        return as_seen(self.seen.call.arguments[name], self.seen.call.device)

    def _subject(self) -> str:
        return self.about or "the result"

    def _demand(self, wrong: str | None, expected: str) -> None:
        if wrong is not None:
            self._fail(
                f"{self.about}: {wrong}" if self.about else wrong,
                expected,
                kind="values",
            )

    def _fail(
        self,
        message: str,
        expected: str,
        *,
        got: str = "",
        kind: Literal["conduct", "values", "raised"] = "conduct",
    ) -> NoReturn:
        """got: what came, where that is not the value or the part of it; then it is not named as such."""
        subject = f"{self.about}: " if self.about and not got else ""
        value = self.part if self.about else self.seen.value
        raise CheckFailure(
            message,
            example=Example(
                call=call_text(self.seen.call),
                expected=subject + expected if expected else "",
                got=got or subject + show(resolved(value, self.seen)),
            ),
            location=self.seen.location,
            kind=kind,
            raised=self.seen.error_type if kind == "raised" else "",
            origin=self.seen.origin if self._is_elsewhere(value) else None,
        )

    def _is_elsewhere(self, value: object) -> bool:
        """Whether a device may be what is wrong: an exception, or a tensor that lies on another one."""
        place = self.seen.call.device
        return self.seen.outcome is Outcome.RAISED or any(found.device != place for found in tensors(value))


def _short_outcome(seen: Observation) -> str:
    return seen.error if seen.outcome is Outcome.RAISED else seen.outcome.value
