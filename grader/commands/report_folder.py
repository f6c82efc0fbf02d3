"""The folder that `grader grade` writes: each report in the formats asked for, and the class's own pages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.model import Report
from grader.output_files import write_bytes, write_text
from grader.render import csv, html, index, json, junit, markdown
from grader.results.store import FILE
from grader.words.messages import Items, Value, say
from grader.words.translation import Translator

FORMATS: dict[str, tuple[str, Callable[[Report, Translator], str]]] = {
    # It has no words of its own.
    "json": ("report.json", lambda report, _: json.render(report)),
    "html": ("report.html", html.render),
    "md": ("report.md", markdown.render),
    "junit": ("junit.xml", junit.render),
}

_INDEX, _GRADES, _WIDE, *_ = OF_THE_CLASS = (
    "index.html",
    "grades.csv",
    "grades-wide.csv",
    FILE,
    f"{FILE}.lock",
)
# Bytes of a name, which may be 255 everywhere; a digest follows.
_LONGEST = 160


def parse_formats(text: str) -> tuple[str, ...]:
    """`json,html` → its parts. Raises UsageError for a format there is none of."""
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        known = Items(tuple(map(Value, FORMATS)))
        raise UsageError(
            say("--format is {got}. Expected any of {known}, with commas.", got=Value(text), known=known)
        )
    return wanted


# What tells two students apart: name, id, section.
Who = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """Where reports go, in which formats and which language. people: a folder for everybody of the class."""

    path: Path
    formats: tuple[str, ...]
    people: Mapping[Who, str] = field(default_factory=dict)
    translate: Translator = field(default_factory=Translator)

    @property
    def grades(self) -> Path:
        """The table of the class."""
        return self.path / _GRADES

    def demand_writable(self) -> None:
        """Fail before grading where reports could not be written. A folder made for this does not stay."""
        was_there = self.path.exists()
        probe = self.path / ".writable"
        write_text(probe, "")
        probe.unlink()
        if not was_there:
            # Somebody else may have begun to write there.
            with suppress(OSError):
                self.path.rmdir()

    def write(self, report: Report) -> None:
        """One report in every format asked for."""
        for name in self.formats:
            file, render = FORMATS[name]
            write_text(self.path / self.of(report) / file, render(report, self.translate))

    def of(self, report: Report) -> Path:
        """Where a report lies below the folder."""
        return self.place(report.who, report.assignment)

    def place(self, who: Who, assignment: str) -> Path:
        """Where somebody's report of an assignment lies below the folder."""
        return Path(self.people.get(who) or folder_name(who)) / _safe(assignment or "unknown")

    def readable(self, report: Report) -> Path | None:
        """The report that is made for reading: HTML, else Markdown; None where neither was asked for."""
        name = next((name for name in ("html", "md") if name in self.formats), None)
        return None if name is None else self.path / self.of(report) / FORMATS[name][0]

    def has(self, place: Path) -> bool:
        """Whether a report is there in every format asked for."""
        return all((self.path / place / FORMATS[name][0]).is_file() for name in self.formats)

    def remove(self, place: Path) -> None:
        """Remove the reports there, and the folders that are empty then."""
        for file, _ in FORMATS.values():
            (self.path / place / file).unlink(missing_ok=True)
        for folder in (self.path / place, (self.path / place).parent):
            # It may not be there, or hold what somebody else has put there.
            with suppress(OSError):
                folder.rmdir()

    def write_class(
        self,
        reports: Sequence[Report],
        translate: Translator,
        order: Sequence[str] = (),
        besides: index.Besides = index.Besides(),
    ) -> None:
        """The pages about all of them, for an instructor: in the language of theirs, as the reports are.

        order: the assignments', as the course has them. besides: what is in no count.
        """
        links = {
            (*one.who, one.assignment): self._main_file(one).as_posix() for one in reports if not one.absent
        }
        write_text(self.path / _INDEX, index.render(reports, links, translate, order, besides))
        write_text(self.grades, csv.render(reports))

    def write_wide(self, table: str) -> None:
        """The table for people. It begins with the mark that tells spreadsheets the encoding."""
        write_bytes(self.path / _WIDE, table.encode("utf-8-sig"))

    def main_page(self, reports: Sequence[Report]) -> Path:
        """What a person opens: the page of the class, or the report where there is one only."""
        alone = len(reports) == 1 and not reports[0].absent
        return self.path / (self._main_file(reports[0]) if alone else _INDEX)

    def _main_file(self, report: Report) -> Path:
        """The report that a person opens, below the folder: HTML where it was asked for."""
        return self.of(report) / FORMATS["html" if "html" in self.formats else self.formats[0]][0]


def folder_name(who: Who) -> str:
    """A student's folder: the name, and the id where that is another word."""
    name, id_, _ = who
    return _safe(f"{name} ({id_})" if id_ and id_ != name else name)


def folder_names(people: Iterable[Who]) -> dict[Who, str]:
    """A folder for each; where two would share one, or differ by capitals alone, all of them carry more.

    Their section, else a digest of all that is known: no name changes its owner between runs.
    """
    named = {who: folder_name(who) for who in dict.fromkeys(people)}
    shared = _shared(named)
    with_section = {
        who: _safe(f"{folder_name(who)} [{who[2]}]") if who[2] else name for who, name in named.items()
    }
    named = {who: with_section[who] if shared[name.casefold()] > 1 else name for who, name in named.items()}
    shared = _shared(named)
    return {
        who: f"{name}~{_digest(chr(0).join(who))}" if shared[name.casefold()] > 1 else name
        for who, name in named.items()
    }


def _shared(named: Mapping[Who, str]) -> Counter[str]:
    return Counter(name.casefold() for name in named.values())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _safe(name: str) -> str:
    """A name as a folder's; with a digest where it had to be changed, so that no two names share one."""
    kept = "".join(char if char.isalnum() or char in "-_. @+()[]" else "_" for char in name)
    kept = kept.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return kept if kept == name and kept.lower() not in ("", *OF_THE_CLASS) else f"{kept}~{_digest(name)}"
