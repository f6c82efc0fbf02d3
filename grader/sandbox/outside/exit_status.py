"""How a child can be lost: too late, or gone, and then how."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from enum import Enum
from typing import IO

from grader.sandbox import wire
from grader.words.messages import NOTHING, Heard, Message, Value, say


class Cause(Enum):
    """Why a process is no longer there."""

    # It ended by itself, or by a signal: see there.
    ITS_OWN = "ended"
    CLOSED_CHANNEL = "closed its channel"
    ZYGOTE_ENDED = "ended with the zygote"
    NOT_STARTED = "was not started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a process ended and what it used."""

    exit_code: int | None = None
    signal: int | None = None
    cpu_seconds: float = 0.0
    # The most memory it had at once, what it shares with the zygote included.
    max_rss_kib: int = 0
    cause: Cause = Cause.ITS_OWN

    @property
    def out_of_processor_time(self) -> bool:
        """Whether the kernel ended it for the processor time that it used."""
        limit = getattr(signal, "SIGXCPU", None)  # no such signal on Windows, and no such limit
        return self.cause is Cause.ITS_OWN and limit is not None and self.signal == limit

    @property
    def killed(self) -> bool:
        """Whether a signal ended it that cannot be refused."""
        kill = getattr(signal, "SIGKILL", None)  # no such signal on Windows
        return self.cause is Cause.ITS_OWN and kill is not None and self.signal == kill

    @property
    def said(self) -> Message:
        """How it ended, in a sentence."""
        if self.cause is Cause.CLOSED_CHANNEL:
            return say("The process closed its channel to the grader.")
        if self.cause is Cause.ZYGOTE_ENDED:
            return say("The process ended together with the process that made it.")
        if self.cause is Cause.NOT_STARTED:
            return say("The process could not be started.")
        if self.out_of_processor_time:
            return say("The process used up its processor time.")
        if self.signal is not None:
            return say("The process was ended by {signal}.", signal=Value(_signal_name(self.signal)))
        if self.exit_code is None:
            return say("The process ended.")
        return say("The process ended with exit code {code}.", code=self.exit_code)


def _signal_name(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


def last_words(errors: IO[bytes]) -> Message:
    """What a process that has ended wrote last to its standard error; empty where that is nothing."""
    errors.seek(0)
    lines = errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()[-5:]
    if not lines:
        return NOTHING
    return say("Its last words were: {words}", words=Heard(" | ".join(lines)))


class Late(Exception):
    """The deadline passed. The child is as it was: `close` ends it."""


class Gone(Exception):
    """The child has ended, or has closed its channel and was ended for it."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending)
        self.ending = ending

    def __str__(self) -> str:
        return str(self.ending.said)


def no_answer(error: Late | Gone | wire.WireError, late: Message) -> Message:
    """Why a child gave no answer, in a sentence. late: how it was too late."""
    if isinstance(error, Late):
        return late
    if isinstance(error, Gone):
        return error.ending.said
    return say("What its process sent back cannot be read as an answer.")
