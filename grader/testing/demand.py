"""What every demand builds on: which part of an observation is meant, and how to say no to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Self

from grader.compare import shown
from grader.errors import FaultError, LibraryError
from grader.model import Example, Observation, Outcome
from grader.sandbox.libraries import package
from grader.testing.checks import CheckFailure
from grader.testing.seen import as_seen, resolved, tensors
from grader.testing.texts import filled, of_check
from grader.testing.wording import call_text, error_words, last_lines, outcome_words
from grader.words.messages import NOTHING, Message, say

_RETURNS = say("the call returns")


@dataclass(frozen=True, slots=True)
class Demand:
    """One observation, or a part of it."""

    seen: Observation
    # What part of the observation is meant: None for the returned value.
    about: Message = NOTHING
    part: object = None

    def returned(self) -> Self:
        """The call came back with a value."""
        self._returned()
        return self

    def that(self, condition: bool, message: str, expected: str = "", **arguments: object) -> Self:
        """Anything else, with a sentence for the student where it does not hold.

            expect(got).that(not missing, "{names} is missing from the list", names=missing)

        message: a literal, with a place in braces for each argument; so it can be translated.
        expected: what was asked for, where the example should say so beside what came; places as above.
        """
        self._returned()
        if not condition:
            filling = filled(arguments)
            self._fail(of_check(message, filling), of_check(expected, filling))
        return self

    # ── saying no ────────────────────────────────────────────────────────────────────────────────────────

    def _value(self) -> Any:
        self._returned()
        return self.part if self.about else self.seen.value

    def _resolved(self) -> Any:
        return resolved(self._value(), self.seen)

    def _returned(self, expected: Message = _RETURNS) -> None:
        """expected: what was asked for, where the call did not come back."""
        self._require_judgeable()
        outcome = self.seen.outcome
        if outcome is not Outcome.RETURNED:
            self._fail(
                error_words(self.seen),
                expected,
                got=outcome_words(self.seen),
                kind="raised" if outcome is Outcome.RAISED else "lost",
            )

    def _require_judgeable(self) -> None:
        """Raise FaultError for an answer that says nothing of the student's work."""
        if self.seen.outcome is Outcome.FAULT:
            raise FaultError(self.seen.ended)
        if library := self.seen.needs:
            raise LibraryError(self.seen.call.function, library, package(library))

    def _argument(self, name: str) -> object:
        if name in self.seen.after:
            return self.seen.after[name]
        return self._before(name)

    def _before(self, name: str) -> object:
        return as_seen(self.seen.call.arguments[name], self.seen.call.device)

    def _at(self) -> Message:
        """Which part of the result is wrong, before what is wrong with it."""
        return say("Look at {part}.", part=self.about) if self.about else NOTHING

    def _require_alike(self, wrong: Message | None, want: object) -> None:
        """want: the right value."""
        if wrong is not None:
            self._require(wrong, shown(want))

    def _require(self, wrong: Message | None, expected: Message) -> None:
        if wrong is not None:
            self._fail(self._at() + wrong, expected, kind="values")

    def _fail(
        self,
        message: Message,
        expected: Message,
        *,
        got: Message = NOTHING,
        kind: Literal["conduct", "values", "raised", "lost"] = "conduct",
    ) -> NoReturn:
        """got: what came, where that is not the value or the part of it; then it is not named as such."""
        about = NOTHING if got else self.about
        value = self.part if self.about else self.seen.value
        raise CheckFailure(
            message,
            example=Example(
                call=call_text(self.seen.call),
                expected=_row(about, expected),
                got=got or _row(about, shown(resolved(value, self.seen))),
                printed=last_lines(self.seen.printed),
            ),
            location=self.seen.location,
            kind=kind,
            raised=self.seen.error_type if kind == "raised" else "",
            origin=self.seen.origin if self._is_elsewhere(value) else None,
            case=_on(self.seen.call.case),
        )

    def _is_elsewhere(self, value: object) -> bool:
        """Whether a device may be what is wrong: an exception, or a tensor that lies on another one."""
        place = self.seen.call.device
        return self.seen.outcome is Outcome.RAISED or any(found.device != place for found in tensors(value))


def _on(case: Message) -> Message:
    return say("This happens {kind}.", kind=case) if case else NOTHING


def _row(part: Message, value: Message) -> Message:
    """A row of an example: of which part it is, and a value or what was asked for."""
    return say("{part}: {value}", part=part, value=value) if part and value else value
