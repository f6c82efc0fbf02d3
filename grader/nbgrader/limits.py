"""How much a student's code may use under nbgrader: what stock limits, and what only the sandbox does.

`Execute.timeout` is nbgrader's own setting and means what it means there. All others are ours, each a setting
of `RunInSandbox`. What the source's solution uses itself is no reason to fail: see `TIMES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET, UnsetType
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Float, HasTraits, Integer

from grader.nbgrader.protocol import ChildLimits, JobCell, JobLimits, Usage
from grader.sandbox.levels import Limits

# A student may use so many times what the solution used.
TIMES = 3
_AMPLE = 8
_MIB = 1 << 20
_USUAL = Limits()


class SandboxLimits(HasTraits):
    """The settings of `RunInSandbox` that say how much a student's code may use."""

    notebook_seconds = Float(
        60.0, help="Seconds of a notebook's cells together, and of its grade cells together"
    ).tag(config=True)
    hand_in_seconds = Float(600.0, help="Seconds in which a notebook must be graded").tag(config=True)
    process_seconds = Integer(
        _USUAL.cpu_seconds, help="Seconds of processor time in the life of a process"
    ).tag(config=True)
    lost_processes = Integer(2, help="Processes of a notebook that may hang or end before it is over").tag(
        config=True
    )
    memory_mib = Integer(_USUAL.memory_bytes // _MIB, help="MiB of memory").tag(config=True)
    file_mib = Integer(_USUAL.file_bytes // _MIB, help="MiB of one file").tag(config=True)
    files_mib = Integer(_USUAL.box_bytes // _MIB, help="MiB of all files together").tag(config=True)
    file_count = Integer(_USUAL.box_files, help="How many files there may be").tag(config=True)
    threads = Integer(_USUAL.processes, help="Threads of a process").tag(config=True)

    def ample(self) -> Usage:
        """As if a solution had used it: the limits that come of it are eight times the settings."""
        return Usage(
            seconds=_AMPLE * self.notebook_seconds / TIMES,
            memory_bytes=_AMPLE * self.memory_mib * _MIB // TIMES,
            file_bytes=_AMPLE * self.file_mib * _MIB // TIMES,
            files_bytes=_AMPLE * self.files_mib * _MIB // TIMES,
        )

    def job_limits(self, config: Any, used: Usage, cells: Sequence[JobCell] = ()) -> JobLimits:
        """What one notebook may take. config: nbgrader's settings. used: by the solution.

        cells: those that may have limits of their own.
        """
        cell = cell_seconds(config)
        notebook = max(self.notebook_seconds, TIMES * used.seconds)
        own = [one.seconds or notebook for one in cells if one.seconds is not UNSET]
        least = TIMES * 2 * (notebook + max([cell or notebook, *own]))
        return JobLimits(
            cell_seconds=cell,
            notebook_seconds=notebook,
            losses=self.lost_processes,
            hand_in_seconds=max(self.hand_in_seconds, least),
        )

    def child_limits(self, config: Any, files: str, used: Usage) -> ChildLimits:
        """What one process may use. files: the released ones, which lie in its folder; or empty."""
        released = [path.stat().st_size for path in _files(files)]
        job = self.job_limits(config, used)
        life = 2 * (job.notebook_seconds + (job.cell_seconds or job.notebook_seconds))
        return ChildLimits(
            cpu_seconds=int(max(self.process_seconds, life)),
            memory_bytes=max(self.memory_mib * _MIB, TIMES * used.memory_bytes),
            file_bytes=max(self.file_mib * _MIB, TIMES * used.file_bytes, *released),
            box_bytes=max(self.files_mib * _MIB, TIMES * used.files_bytes) + sum(map(_in_pages, released)),
            box_files=self.file_count + 2 * len(released),
            processes=self.threads,
        )


def cell_seconds(config: Any) -> float | None:
    """Seconds for one cell, as for stock's `Execute`; None where nothing limits it."""
    return _limit(Execute(config=config).timeout)


def seconds_by_cell(config: Any) -> Callable[[NotebookNode], float | UnsetType | None]:
    """The same where the settings have a function for it (`Execute.timeout_func`); else unset."""
    function = Execute(config=config).timeout_func
    return lambda cell: UNSET if function is None else _limit(function(cell))


def _limit(timeout: float | None) -> float | None:
    return float(timeout) if timeout and timeout > 0 else None


def _files(folder: str) -> Iterator[Path]:
    return (path for path in Path(folder).rglob("*") if path.is_file()) if folder else iter(())


def _in_pages(size: int) -> int:
    """What a file takes in memory."""
    return -(-size // 4096) * 4096
