"""A notebook tried before the class: what its grade cells give to nothing, to the solution and to None.

    released    the notebook as students get it
    solution    the source's own answers
    none        every function returns None, every answer is None

A cell that gives points to nothing proves nothing: its points go to a person, until the settings accept it. A
cell in which the solution does not get full points gives nobody an automatic zero.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from grader import __version__
from grader.errors import UsageError
from grader.nbgrader.protocol import PERSON, CellRun, Done, Job, Usage, received, sent
from grader.output_files import write_bytes
from grader.words.messages import Message, say

RELEASED, SOLUTION, NONE = "released", "solution", "none"
STUB_SCORES = say("The notebook as it was released gets points in this cell.")
UNSOLVED = say("The solution does not get full points in this cell.")
# What verdicts of a notebook's own cells hang on most.
_LIBRARIES = ("torch", "numpy", "scipy", "pandas", "matplotlib", "scikit-learn", "nbgrader")


class Got(msgspec.Struct, frozen=True):
    """What a cell gave: points, None for a person's, and why, as `sent` has made it."""

    score: float | None
    why: list[Any] = []


class CellTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A grade cell, and what it gave to each of the three."""

    name: str
    points: float
    released: Got
    solution: Got
    none: Got

    @property
    def stub_scores(self) -> bool:
        """Whether nothing written gets points."""
        return bool(self.released.score)

    @property
    def solved(self) -> bool:
        """Whether the solution gets full points."""
        return self.solution.score is not None and self.solution.score >= self.points

    @property
    def none_scores(self) -> bool:
        """Whether None gets points."""
        return bool(self.none.score)


class NotebookTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A notebook, tried. state: a digest of what it was tried with."""

    assignment: str
    notebook: str
    state: str
    cells: list[CellTrial]
    # By the solution.
    used: Usage = Usage()

    def of(self, name: str) -> CellTrial | None:
        """A grade cell by its name."""
        return next((cell for cell in self.cells if cell.name == name), None)

    def place(self, cell: CellTrial) -> str:
        """How the settings call a cell."""
        return f"{self.assignment}/{self.notebook}/{cell.name}"

    def to_accept(self, accepted: Sequence[str]) -> list[str]:
        """The cells that give points to nothing, and that no line of the settings accepts yet."""
        found = [self.place(cell) for cell in self.cells if cell.stub_scores]
        return [place for place in found if place not in accepted]


def accepting(places: Sequence[str]) -> str:
    """The line of `nbgrader_config.py` that accepts these cells."""
    return f"c.RunInSandbox.accept.extend({list(places)!r})"


def cells_of(names: Sequence[str], jobs: Mapping[str, Job], replies: Mapping[str, Done]) -> list[CellTrial]:
    """What each grade cell gave. names: of the grade cells, in the order of the jobs' cells."""
    got = {kind: _got(job, replies[kind]) for kind, job in jobs.items()}
    points = [cell.points for cell in jobs[SOLUTION].cells if cell.role == "grade"]
    return [
        CellTrial(
            name=name,
            points=worth,
            released=got[RELEASED][number],
            solution=got[SOLUTION][number],
            none=got[NONE][number],
        )
        for number, (name, worth) in enumerate(zip(names, points, strict=True))
    ]


def _got(job: Job, done: Done) -> list[Got]:
    runs = zip(job.cells, done.cells, strict=True)
    return [Got(run.score, run.note or run.error) for cell, run in runs if cell.role == "grade"]


def decided(run: CellRun, cell: CellTrial | None, *, accepted: bool) -> CellRun:
    """What a student's grade cell comes to, after the trial of that cell."""
    if cell is None or run.score is None:
        return run
    if run.score > 0 and cell.stub_scores and not accepted:
        return _a_persons(run, STUB_SCORES)
    if run.score == 0 and not cell.solved:
        return _a_persons(run, UNSOLVED)
    return run


def _a_persons(run: CellRun, why: Message) -> CellRun:
    note = PERSON + why + received(run.note)
    return msgspec.structs.replace(run, score=None, note=sent(note))


# ── once for each state of the assignment ────────────────────────────────────────────────────────────────


def state_of(files: Sequence[Path], settings: Sequence[object]) -> str:
    """A digest of notebooks, of settings, and of the versions that judge them."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes() if path.is_file() else b"-")
    versions = [__version__, platform.python_version(), *map(_version, _LIBRARIES)]
    digest.update(repr([*settings, *versions]).encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"


def kept_in(root: Path, assignment: str, notebook: str) -> Path:
    """Where a trial is kept, below nbgrader's course folder."""
    return root / ".grader" / "tried" / assignment / f"{notebook}.json"


def kept(path: Path) -> NotebookTrial | None:
    """The trial that is kept there; None where there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=NotebookTrial)
    except (OSError, msgspec.DecodeError):
        return None


def keep(path: Path, trial: NotebookTrial) -> None:
    """Keep it. Where the folder cannot be written, it is tried again next time."""
    with suppress(UsageError):
        write_bytes(path, msgspec.json.encode(trial))


def tried(
    jobs: Mapping[str, Job], ask: Callable[[Job, Usage], Done], ample: Usage
) -> tuple[dict[str, Done], Usage]:
    """The three replies, and what the solution used.

    ask: has a job graded with the limits that fit what was used. ample: far more than is usual, for a
    solution that meets a limit.
    """
    replies = {SOLUTION: ask(jobs[SOLUTION], Usage())}
    if replies[SOLUTION].met:
        replies[SOLUTION] = ask(jobs[SOLUTION], ample)
    used = replies[SOLUTION].used
    for kind in (RELEASED, NONE):
        replies[kind] = ask(jobs[kind], used)
    return replies, used
