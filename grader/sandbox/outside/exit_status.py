"""How a child can be lost: too late, or gone, and then how."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from enum import Enum
from typing import IO


class Cause(Enum):
    """Why a process is no longer there; each value is its words."""

    # It ended by itself, or by a signal: see there.
    ITS_OWN = "it ended"
    CLOSED_CHANNEL = "it closed its channel to the grader"
    ZYGOTE_ENDED = "it ended with the zygote"
    NOT_STARTED = "it could not be started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a process ended and what it used. `str()` is a phrase: "exit code 3", "SIGSEGV"."""

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

    def __str__(self) -> str:
        if self.cause is not Cause.ITS_OWN:
            return str(self.cause.value)
        if self.signal is None:
            return f"exit code {self.exit_code}"
        name = (
            signal.Signals(self.signal).name
            if self.signal in set(signal.Signals)
            else f"signal {self.signal}"
        )
        return f"{name}: it used up its processor time" if self.out_of_processor_time else name


def last_words(errors: IO[bytes]) -> str:
    """What a process that has ended wrote last to its standard error, as the end of a sentence, or ""."""
    errors.seek(0)
    lines = errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()[-5:]
    return "; its last words: " + " | ".join(lines) if lines else ""


class Late(Exception):
    """The deadline passed. The child is as it was: `close` ends it."""


class Gone(Exception):
    """The child has ended, or has closed its channel and was ended for it."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(f"the process ended: {ending}")
        self.ending = ending
