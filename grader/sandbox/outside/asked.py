"""A question that is put to a child: what it may use, who answers what it asks back, how it may be lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from grader.errors import LostError
from grader.model import Call, Observation
from grader.sandbox import wire
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.time_limit import Allowance, TimeLimit
from grader.words.messages import Code, Message, say

# What a call may use: seconds of processor time, or more where more is found to be fair.
Allowed = Callable[[Question], Allowance]


def within(seconds: float) -> Allowed:
    """So much processor time, whatever is asked."""
    return lambda question: Allowance(seconds)


class Relayed(NamedTuple):
    """A lent call's answer. seconds: that whoever answered has worked for it."""

    answer: wire.LentAnswer
    blob: bytes
    seconds: float


class Relay(Protocol):
    """Answers lent calls, and can take back that it did, where the question is put once more."""

    def __call__(self, call: wire.LentCall, blob: bytearray) -> Relayed: ...

    def mark(self) -> int:
        """Where it is at present."""
        ...

    def rewind(self, mark: int) -> None:
        """Be there again."""
        ...


@dataclass(slots=True)
class SentQuestion:
    """A question that was sent."""

    call: Call
    question: Question
    number: int = 0
    size: int = 0
    # How many lent calls it has made so far.
    lent: int = 0
    # From when it was sent, or the one before it was answered.
    limit: TimeLimit = field(init=False)


class LostCallError(LostError):
    """A child was lost in a call. seen: what the call comes to if the source itself has done it."""

    def __init__(
        self, said: Message, seen: Observation, asked: SentQuestion, *, answered: bool = False
    ) -> None:
        """answered: it has answered that it has no memory."""
        self.seen = seen
        self.asked = asked
        self.answered = answered
        super().__init__(said)


def call_of(question: Question, function: str | None = None) -> Call:
    """The call that a question asks for. function: another one than the question's."""
    return Call(
        function=function or question.function,
        arguments=question.shown,
        seed=question.seed,
        device=question.device,
        case=question.case,
        gradients=question.gradients,
    )


def silent(question: Question) -> Message:
    """That there is no answer."""
    return say("{function} gave no answer.", function=Code(question.function))
