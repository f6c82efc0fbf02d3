"""The process that grades for nbgrader (`service_start` is its beginning): jobs in, replies out.

It holds the course's checks, collected once, and a zygote. A line on standard input is a job, a line on
standard output its reply; it ends when its input does.
"""

from __future__ import annotations

import ast
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import msgspec
import torch
from msgspec import UNSET

from grader.course.layout import find_course
from grader.errors import FaultError, GraderError
from grader.model import Cell, Report
from grader.nbgrader import jupyter
from grader.nbgrader.legacy import Examiner
from grader.nbgrader.points import Marked
from grader.nbgrader.protocol import (
    PERSON,
    CellRun,
    Done,
    Job,
    JobCell,
    Refused,
    Reply,
    ServiceOptions,
    Usage,
    sent,
)
from grader.nbgrader.released_files import ReleasedFiles
from grader.nbgrader.seeds import SEED, seed_all
from grader.render import json
from grader.sandbox.outside.children import ChildSource
from grader.sandbox.outside.limits_met import LimitMet
from grader.sandbox.outside.notebook_run import CellOutput, NotebookRun, Patience
from grader.sandbox.outside.pool import Pool
from grader.submission.beside import neighbours_in, whole
from grader.words.messages import NOTHING, Code, Message, say

Grade = Callable[[Job], Report | None]

# Where an instructor sets each limit.
_SETTINGS = {
    LimitMet.MEMORY: "RunInSandbox.memory_mib",
    LimitMet.FILE: "RunInSandbox.file_mib",
    LimitMet.FILES: "RunInSandbox.files_mib",
    LimitMet.THREADS: "RunInSandbox.threads",
    LimitMet.PROCESS: "RunInSandbox.process_seconds",
    LimitMet.CELL: "Execute.timeout",
    LimitMet.NOTEBOOK: "RunInSandbox.notebook_seconds",
    LimitMet.LOSSES: "RunInSandbox.lost_processes",
}

# In the child, before the first cell: what was released lies beside the notebook, as it did for the student.
_FILES = """\
def _copy(folder):
    import os, shutil
    for at, _, names in os.walk(folder):
        below = os.path.relpath(at, folder)
        os.makedirs(below, exist_ok=True)
        for name in names:
            if os.path.normpath(os.path.join(below, name)) in {but!r}:
                continue
            copied = os.path.getsize(shutil.copyfile(os.path.join(at, name), os.path.join(below, name)))
            if copied != os.path.getsize(os.path.join(at, name)):
                raise OSError(f"{{name}}: only {{copied}} bytes could be written")
_copy({folder!r})
del _copy
"""
# In the child: the most memory that it had, in KiB, the size of its largest file, and of all.
_MEASURE = """\
def _measured():
    import os, resource
    sizes = [os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(".") for name in names]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, max(sizes, default=0), sum(sizes)
_measured()
"""


def run(options: ServiceOptions, start: Callable[[], ChildSource], folder: Path) -> None:
    """Serve until the input ends. start: makes the zygote. folder: that its children may read."""
    # What checks or libraries print must not pass for a reply.
    # It may live longer than the folder that it was started in.
    with os.fdopen(os.dup(1), "wb") as replies, tempfile.TemporaryDirectory() as own:
        os.dup2(2, 1)
        os.chdir(own)
        try:
            serve(options, start, ReleasedFiles(folder), sys.stdin.buffer, replies)
        except GraderError as error:
            _send(replies, Refused(said=sent(error.said)))


def serve(
    options: ServiceOptions,
    start: Callable[[], ChildSource],
    files: ReleasedFiles,
    jobs: BinaryIO,
    replies: BinaryIO,
) -> None:
    """Answer jobs, with the engine where a course has the assignment. Raises GraderError before the first."""
    course, seed = find_course(Path(options.course)) if options.course else None, _seed_for(options)
    if course is None or options.assignment not in course.assignments:
        pool = Pool(start)
        try:
            _answer_all(pool, files, lambda job: None, seed, jobs, replies)
        finally:
            pool.close()
        return
    # The engine is loaded where there are checks: plain asserts need none of it.
    from grader.nbgrader import service_of_checks

    service_of_checks.serve(
        course,
        options,
        start,
        files,
        lambda pool, grade: _answer_all(pool, files, grade, seed, jobs, replies),
    )


def _answer_all(
    pool: Pool, files: ReleasedFiles, grade: Grade, seed: int, jobs: BinaryIO, replies: BinaryIO
) -> None:
    for line in jobs:
        job = msgspec.json.decode(line, type=Job)
        try:
            files.take(job)
            report = grade(job)
            with as_before(), files.as_own_folder():
                done = _show(pool, job, files.of_job, seed)
            text = "" if report is None else json.render(report)
            reply: Reply = msgspec.structs.replace(done, report=text)
        except FaultError as error:
            reply = Refused(number=job.number, said=sent(error.said))
        _send(replies, reply)


@contextmanager
def as_before() -> Iterator[None]:
    """What an instructor's grade cells set for the whole process is set back for the next student."""
    folder, path, environment = os.getcwd(), list(sys.path), dict(os.environ)
    dtype, grad, deterministic = torch.get_default_dtype(), torch.is_grad_enabled(), _deterministic()
    drawn, generated = random.getstate(), torch.get_rng_state()
    numbers = sys.modules["numpy"].random.get_state() if "numpy" in sys.modules else None
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:] = path
        os.environ.clear()
        os.environ.update(environment)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)
        # Setting it again would load PyTorch's compiler: more than a second.
        if _deterministic() != deterministic:
            torch.use_deterministic_algorithms(deterministic[0], warn_only=deterministic[1])
        random.setstate(drawn)
        torch.set_rng_state(generated)
        if numbers is not None:
            sys.modules["numpy"].random.set_state(numbers)


def _deterministic() -> tuple[bool, bool]:
    """Whether PyTorch demands algorithms that are deterministic, and whether it only warns."""
    return torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(msgspec.json.encode(reply) + b"\n")
    replies.flush()


# ── the notebook as the student would see it run ─────────────────────────────────────────────────────────


def _seed_for(options: ServiceOptions) -> int:
    """What everything is drawn from that no cell has seeded: the same for a whole class."""
    seed = random.SystemRandom().getrandbits(32) if options.seed is None else options.seed
    return seed % 2**32


def _show(pool: Pool, job: Job, files: str, seed: int) -> Done:
    """What came of the cells; no report yet. files: the released ones, or empty. Raises FaultError."""
    limits = job.limits
    usual = Patience(limits.cell_seconds, limits.notebook_seconds, limits.losses)
    showing = NotebookRun(pool, usual)
    seed_all(seed)
    try:
        _place_own(showing, job, files)
        _copy_files(showing, files, job.own_files)
        showing.run(Cell(name="seed", text=SEED.format(seed=seed)))
        before = _measured(showing) if job.measured else (0, 0, 0)
        examiner = Examiner(
            showing,
            given=job.given,
            asked=job.asked,
            tests=job.tests,
            modules=job.written,
            written=[cell.text for cell in job.cells if cell.role == "run"],
        )
        cells = []
        for cell in job.cells:
            showing.patience = replace(usual, cell=usual.cell if cell.seconds is UNSET else cell.seconds)
            cells.append(_run(showing, examiner, cell))
        showing.patience = usual
        used = _used(showing, before) if job.measured else Usage()
    finally:
        showing.close()
    met = showing.met.value if showing.met else ""
    return Done(number=job.number, report="", cells=cells, used=used, met=met)


def _place_own(showing: NotebookRun, job: Job, released: str) -> None:
    """What was handed in beside the notebook, but for files that were released with it."""
    path = Path(job.path)
    mine = [
        one
        for one in neighbours_in(path.parent, path)
        if str(one.name) in job.own_files or not (released and (Path(released) / one.name).exists())
    ]
    if files := whole(mine):
        showing.place(files)


def _copy_files(showing: NotebookRun, folder: str, but: Sequence[str]) -> None:
    """Whole, or nobody is graded. Raises FaultError.

    but: files of which a student's own counts.
    """
    if not folder:
        return
    error = showing.run(Cell(name="files", text=_FILES.format(folder=folder, but=list(but)))).error
    if error:
        raise FaultError(say("The released files could not be copied into the sandbox.") + error)


def _measured(showing: NotebookRun) -> tuple[int, int, int]:
    """What the process had at most, and has in its folder; zeros where it does not tell."""
    shown = showing.run(Cell(name="measured", text=_MEASURE)).value
    try:
        memory, largest, all_files = ast.literal_eval(shown)
    except (SyntaxError, ValueError, TypeError):
        return 0, 0, 0
    return memory, largest, all_files


def _used(showing: NotebookRun, before: tuple[int, int, int]) -> Usage:
    seconds = showing.longest_seconds
    memory, largest, all_files = _measured(showing)
    return Usage(
        seconds=seconds,
        memory_bytes=max(0, memory - before[0]) << 10,
        file_bytes=largest,
        files_bytes=all_files,
    )


def _run(showing: NotebookRun, examiner: Examiner, cell: JobCell) -> CellRun:
    if cell.role == "skip":
        return CellRun()
    plain = Cell(name=cell.name, text=jupyter.runnable(cell.text, cell.name))
    if cell.role == "grade":
        marked = _unless_at_a_limit(examiner.mark(plain, cell.points, cell.known), showing.met)
        return _cell_run(marked.shown, marked.score, marked.note)
    shown = showing.run(plain)
    examiner.wanting.ran(plain, shown)
    return _cell_run(shown)


def _unless_at_a_limit(marked: Marked, met: LimitMet | None) -> Marked:
    """A limit that stock does not have makes nobody's zero."""
    if marked.score != 0 or met is None:
        return marked
    why = say("The sandbox's limit {setting} was met.", setting=Code(_SETTINGS[met]))
    return Marked(None, PERSON + why + marked.note, marked.shown)


def _cell_run(shown: CellOutput, score: float | None = None, note: Message = NOTHING) -> CellRun:
    return CellRun(
        printed=shown.printed,
        value=shown.value,
        figures=list(shown.figures),
        figure_error=sent(shown.figure_error) if shown.figure_error else [],
        error=sent(shown.error) if shown.error else [],
        error_type=shown.error_type,
        lines=[(line.file, line.line) for line in shown.lines],
        score=score,
        note=sent(note),
    )
