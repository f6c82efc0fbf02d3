"""The folder that `grader grade` writes: each report in the formats asked for, and the class's own pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.model import Report
from grader.output_files import write_text
from grader.render import csv, html, index, json, junit, markdown

FORMATS: dict[str, tuple[str, Callable[[Report], str]]] = {
    "json": ("report.json", json.render),
    "html": ("report.html", html.render),
    "md": ("report.md", markdown.render),
    "junit": ("junit.xml", junit.render),
}

_INDEX, _GRADES = _OF_THE_CLASS = ("index.html", "grades.csv")
# Bytes of a name, which may be 255 everywhere; a digest follows.
_LONGEST = 160


def parse_formats(text: str) -> tuple[str, ...]:
    """`json,html` → its parts. Raises UsageError for a format there is none of."""
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"--format {text}: expected any of {', '.join(FORMATS)}, separated by commas")
    return wanted


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """Where reports go, and in which formats."""

    path: Path
    formats: tuple[str, ...]

    @property
    def grades(self) -> Path:
        """The table of the class."""
        return self.path / _GRADES

    def demand_writable(self) -> None:
        """Fail before grading where reports could not be written."""
        probe = self.path / ".writable"
        write_text(probe, "")
        probe.unlink()

    def write(self, report: Report) -> None:
        """One report in every format asked for."""
        for name in self.formats:
            file, render = FORMATS[name]
            write_text(self.path / folder(report) / file, render(report))

    def write_class(self, reports: Sequence[Report]) -> None:
        """The pages about all of them."""
        links = {(one.student, one.assignment): self._main_file(one).as_posix() for one in reports}
        write_text(self.path / _INDEX, index.render(reports, links))
        write_text(self.grades, csv.render(reports))

    def main_page(self, reports: Sequence[Report]) -> Path:
        """What a person opens: the page of the class, or the report where there is one only."""
        return self.path / (_INDEX if len(reports) > 1 else self._main_file(reports[0]))

    def _main_file(self, report: Report) -> Path:
        """The report that a person opens, below the folder: HTML where it was asked for."""
        return folder(report) / FORMATS["html" if "html" in self.formats else self.formats[0]][0]


def folder(report: Report) -> Path:
    """Where a report lies below the output folder."""
    return Path(_safe(report.student)) / _safe(report.assignment or "unknown")


def _safe(name: str) -> str:
    """A name as a folder's; with a digest where it had to be changed, so that no two names share one."""
    kept = "".join(char if char.isalnum() or char in "-_. @+" else "_" for char in name)
    kept = kept.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return (
        kept
        if kept == name and kept.lower() not in ("", *_OF_THE_CLASS)
        else f"{kept}~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
    )
