"""How a child can be lost: too late, or gone, and then how."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a process ended and what it used. `str()` is a phrase: "exit code 3", "SIGSEGV"."""

    exit_code: int | None = None
    signal: int | None = None
    cpu_seconds: float = 0.0
    # The most memory it had at once, what it shares with the zygote included.
    max_rss_kib: int = 0
    note: str = ""

    def __str__(self) -> str:
        if self.note:
            return self.note
        if self.signal is None:
            return f"exit code {self.exit_code}"
        name = (
            signal.Signals(self.signal).name
            if self.signal in set(signal.Signals)
            else f"signal {self.signal}"
        )
        if name == "SIGXCPU":
            return f"{name}: it used up its processor time"
        return name


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
