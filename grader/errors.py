"""Every error that a person or a submission can cause, drawn once.

    GraderError                 one line: what was expected, what came, what to do next
     ├ UsageError               exit 2: the command line or a file it names
     │  ├ CourseError           the course folder: exercises, checks, misconceptions
     │  └ SubmissionError       one submission cannot be read; the rest of a class goes on
     └ FaultError               exit 3: something could not be graded, and the submission is not the cause
        ├ IsolationError        the isolation asked for is not possible here
        ├ DeviceError           the device asked for is not available here
        ├ LostError             a process of the grader's own was lost: what it was asked is asked once more
        └ LibraryError          the submission needs a library that is not installed here

Outcomes of the student's code are data (`grader.model.Outcome`), never exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.words.messages import Code, Message, Name, say


class GraderError(Exception):
    """A message for a person; `exit_code` is what a command ends with."""

    exit_code = 2

    def __init__(self, said: Message) -> None:
        self.said = said
        super().__init__(self.said)


class UsageError(GraderError):
    """The command was given something it cannot use."""


class CourseError(UsageError):
    """A course folder is incomplete or contradicts itself."""


class SubmissionError(UsageError):
    """A submission cannot be read: missing, unreadable, too large, none of the functions."""


class FaultError(GraderError):
    """The grader could not do its work; no score may be given."""

    exit_code = 3


class IsolationError(FaultError):
    """The isolation asked for is not possible on this machine."""


class DeviceError(FaultError):
    """The device asked for is not available on this machine."""


class LostError(FaultError):
    """A process of the grader's own was lost, or its memory ran out. Nothing follows from that for anybody.

    What was asked is asked once more of a fresh one (`grader.sandbox.outside.once_more`). Nobody makes a
    verdict of this error, and nothing that was found out by it is remembered.
    """


class LibraryError(FaultError):
    """A function needs a library that students use and that is not installed on this machine."""

    def __init__(self, function: str, library: str, package: str) -> None:
        """library: as it is imported; package: as it is installed."""
        self.library = library
        super().__init__(
            say(
                "{function} needs {library}, which is not installed here.",
                function=Code(function),
                library=Name(library),
            )
            + say("To grade it, install it with {command}.", command=Code(f"pip install {package}"))
        )


def in_one_line(error: BaseException) -> str:
    """What somebody else's error says, in one line: of SQLAlchemy's, the database's own words."""
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split())[:300]


@contextmanager
def memory_may_run_out() -> Iterator[None]:
    """Around what the grader does itself. Raises LostError where there was no memory for it."""
    try:
        yield
    except MemoryError:
        raise LostError(say("The grader had too little memory.")) from None


@contextmanager
def needing(extra: str, what: Message) -> Iterator[None]:
    """Around imports of packages that come with an extra of this project, and what needs them.

    Raises:
        UsageError: a package is missing; it says what needs it, and how to install it.
    """
    try:
        yield
    except ImportError as error:
        if error.name is None or error.name.split(".")[0] == "grader":
            raise
        raise UsageError(
            say(
                "{what} needs {library}. Install it with {command}.",
                what=what,
                library=Name(error.name),
                command=Code(f"pip install 'torchgrader[{extra}]'"),
            )
        ) from None
