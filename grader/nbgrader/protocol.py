"""What passes between nbgrader's process and the service that grades for it: JSON, one message a line.

Both ends are trusted. They are two processes because nbgrader's may be a Jupyter server, which should hold
neither torch nor a zygote, and because a service stays warm for a whole class.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec

from grader.model import Report
from grader.render import json
from grader.render.sentences import beside, from_beside
from grader.words.messages import NOTHING, Message, say

# run: the student's, run for what it shows · skip: the engine scores it · grade: an instructor's own asserts
Role: TypeAlias = Literal["run", "skip", "grade"]
PERSON = say("A person must mark this cell.")


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What a notebook used: the source's solution, where it was tried."""

    # Of its cells together, or of its grade cells together: the longer of the two.
    seconds: float = 0.0
    memory_bytes: int = 0
    # The largest file in its folder at the end, and all of them.
    file_bytes: int = 0
    files_bytes: int = 0


class ChildLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one process of a student's may use, as `grader.sandbox.levels.Limits` has it."""

    cpu_seconds: int = 400
    memory_bytes: int = 1 << 30
    file_bytes: int = 16 << 20
    box_bytes: int = 64 << 20
    box_files: int = 1000
    processes: int = 32


class JobLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one notebook may take. cell_seconds: None where a cell may take what the notebook has left."""

    cell_seconds: float | None = 30.0
    notebook_seconds: float = 60.0
    # How many of its processes may hang or end.
    losses: int = 2
    # Until the reply must be there.
    hand_in_seconds: float = 600.0


class ServiceOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a service is started for. It is kept for jobs with equal options."""

    # A course's folder, or empty where there is none: then no job has a report.
    course: str
    assignment: str
    isolation: str = "full"
    device: str = "auto"
    # None: a fresh one.
    seed: int | None = None
    limits: ChildLimits = ChildLimits()
    # Changes where the course does, so that a service never grades by checks of yesterday.
    fingerprint: str = ""


class JobCell(msgspec.Struct, frozen=True, kw_only=True):
    """A code cell of the notebook, in order."""

    name: str
    text: str
    role: Role = "run"
    points: float = 0.0
    # Of a grade cell: how many of the job's given texts stand above it in the instructor's notebook.
    known: int = 0
    # What it may take where the settings say it cell by cell, None without a limit; else what the job says.
    seconds: float | msgspec.UnsetType | None = msgspec.UNSET


class Job(msgspec.Struct, frozen=True, kw_only=True, tag="job"):
    """Grade one notebook."""

    # Which the reply repeats: an answer to another job is none to this one.
    number: int = 0
    student: str
    # The file as it was handed in.
    path: str
    cells: list[JobCell]
    # Code that the instructor gave, for asserts: imports, helpers and constants, in the notebook's order.
    given: list[str] = []
    # Modules that students write, by a cell under `%%writefile`.
    written: list[str] = []
    # Released files that are not put over a student's own.
    own_files: list[str] = []
    # The instructor's grade cells, all of them: what they bind is no student's either.
    tests: list[str] = []
    # Code that the instructor left for students to write: the names it defines are theirs to answer for.
    asked: list[str] = []
    limits: JobLimits = JobLimits()
    # What was released beside the notebook: data and modules that its cells may read. Empty: nothing.
    files: str = ""
    # Changes where these files do.
    files_state: str = ""
    # Whether to tell what was used.
    measured: bool = False


class CellRun(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one cell."""

    printed: str = ""
    value: str = ""
    figures: list[bytes] = []
    # That a figure could not be drawn, and why, as `sent` has made it.
    figure_error: list[Any] = []
    # An exception's words, or why there is nothing to show, as `sent` has made it.
    error: list[Any] = []
    # Of an exception: the name of its type.
    error_type: str = ""
    # (cell's name, line), outermost first.
    lines: list[tuple[str, int]] = []
    # Of an instructor's own grade cell; None where a person has to decide.
    score: float | None = None
    # How the score came about, as `sent` has made it.
    note: list[Any] = []


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    number: int
    # report.json; empty where there is none.
    report: str
    cells: list[CellRun]
    used: Usage = Usage()
    # The limit of the sandbox that was met first, as `limits_met.LimitMet` names it; or empty.
    met: str = ""

    def graded(self) -> Report | None:
        """The report, its messages not yet said."""
        return json.parse(self.report) if self.report else None


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """Nothing could be graded, and it is not the student's doing."""

    # As `sent` has made it.
    said: list[Any]
    # 0: no job in particular, the service cannot work at all.
    number: int = 0


Reply: TypeAlias = Done | Refused


def sent(message: Message) -> list[Any]:
    """A message, as it passes: its words in English, and what they are made of."""
    return [str(message), beside(message)]


def received(data: list[Any]) -> Message:
    """A message that `sent` has made."""
    return from_beside(data[1], data[0]) if data else NOTHING
