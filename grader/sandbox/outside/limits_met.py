"""Which limit of the sandbox an error speaks of, so that nobody takes it for a mistake of the student's."""

from __future__ import annotations

from enum import Enum

from grader.sandbox import upstream_words

_MEMORY_ERRORS = ("MemoryError", "_ArrayMemoryError")


class LimitMet(Enum):
    """A limit that code can meet."""

    MEMORY = "memory"
    # One file, and all of them together.
    FILE = "file"
    FILES = "files"
    THREADS = "threads"
    # Processor time in a process's life.
    PROCESS = "process"
    # One cell that is run for what it shows; all cells of a notebook; processes that ended or hung.
    CELL = "cell"
    NOTEBOOK = "notebook"
    LOSSES = "losses"


def limit_met(error_type: str, words: str) -> LimitMet | None:
    """The limit that made this exception; None where it speaks of none.

    error_type: the name of its type. words: its text.
    """
    if error_type in _MEMORY_ERRORS:
        return LimitMet.MEMORY
    return next((limit for limit, wordings in _WORDS.items() if upstream_words.says(words, *wordings)), None)


_WORDS = {
    LimitMet.MEMORY: upstream_words.NO_MEMORY,
    LimitMet.FILE: (upstream_words.FILE_TOO_LARGE,),
    LimitMet.FILES: (upstream_words.NO_SPACE,),
    LimitMet.THREADS: (upstream_words.NO_THREAD,),
}
