"""What is made of the store: each student's report, and the pages of the class. Nothing is graded here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import __version__
from grader.audience import Audience, view
from grader.commands.report_folder import ReportFolder, folder_names
from grader.model import Report
from grader.render import wide_csv
from grader.render.in_words import in_words
from grader.render.index import Besides
from grader.render.wide_csv import Wide
from grader.results.rows import ResultRow
from grader.results.store import ResultStore, gists
from grader.words.translation import Translator


@dataclass(slots=True)
class ClassPages:
    """The folder of a class, as one audience reads it."""

    store: ResultStore
    folder: ReportFolder
    audience: Audience
    # Says the pages of the class; the reports have the folder's own.
    translate: Translator
    # Whether there is a table for people beside them, and what it holds.
    wide: Wide | None = None
    # Whether the store notes what was written where: of its own folder.
    remembers: bool = True
    _rendered: dict[int, str] = field(default_factory=dict)
    _new: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rendered = self.store.rendered(self.folder.path.absolute())

    def name_folders(self, more: Iterable[tuple[str, str, str]] = ()) -> None:
        """A folder for everybody whom the store knows, or the caller, by the names that they have now.

        Reports of a result that lie where it had another name are removed: they would be a second result.
        """
        before, everyone = self._rendered, self.store.everyone()
        self._rendered = self.store.rendered(self.folder.path.absolute())
        self.folder = replace(self.folder, people=names_of(everyone, more))
        places = {row.number: self._place_of(row) for row in everyone if not row.absent}
        for number in before.keys() & places.keys():
            old = Path(before[number].rpartition("|")[2])
            if old not in places.values():
                self.folder.remove(old)

    def write(self, number: int, report: Report) -> None:
        """The report of a row, in every format."""
        shown = in_words(view(report, self.audience), self.folder.translate)
        self.folder.write(shown)
        self._new[number] = self._how(report)

    def write_missing(self, rows: Iterable[ResultRow]) -> None:
        """The reports of those rows that are not there as they would be written now."""
        self.write_all(row for row in rows if not row.absent and not self._is_there(row))

    def write_all(self, rows: Iterable[ResultRow]) -> None:
        """The reports of these rows, whatever is there."""
        rows = list(rows)
        # First: where this is cut off, nobody takes for a student's view what is an instructor's.
        self.store.forget_rendered(self.folder.path.absolute(), [row.number for row in rows])
        for row in rows:
            self.write(row.number, self.store.report(row.number))

    def _is_there(self, row: ResultRow) -> bool:
        place = self._place_of(row)
        known = self._new.get(row.number) or self._rendered.get(row.number)
        return known == self._how_at(place.as_posix()) and self.folder.has(place)

    def _place_of(self, row: ResultRow) -> Path:
        return self.folder.place(row.identity[:3], row.identity.assignment)

    def _how(self, report: Report) -> str:
        return self._how_at(self.folder.of(report).as_posix())

    def _how_at(self, place: str) -> str:
        language = self.folder.translate.language
        return "|".join((__version__, ",".join(self.folder.formats), self.audience.value, language, place))

    def write_class(self) -> dict[int, Report]:
        """The page and the tables of the class, of every row that counts; then note what was rendered.

        Returns what the tables say of each row, by its number.
        """
        facts, rows = self.store.class_facts(), self.ordered(self.store.rows())
        reports = self.shown(rows, self.translate)
        besides = Besides(
            withdrawn=tuple(map(named, self.ordered(self.store.withdrawn()))),
            outdated=tuple(named(row) for row in rows if row.outdated),
        )
        self.folder.write_class(reports, self.translate, facts.order, besides)
        if self.wide is not None:
            self.folder.write_wide(wide_csv.render(facts.people, facts.order, reports, self.wide))
        if self.remembers:
            self.store.note_rendered(self.folder.path.absolute(), self._new)
        return {row.number: report for row, report in zip(rows, reports, strict=True)}

    def ordered(self, rows: Iterable[ResultRow]) -> list[ResultRow]:
        """By student, then as the course has its assignments."""
        return ordered(rows, self.store.class_facts().order)

    def shown(self, rows: Sequence[ResultRow], translate: Translator) -> list[Report]:
        """What tables and pages of a class say of these rows, in words."""
        return [in_words(report, translate) for report in gists(self.store, rows, self.audience)]

    def whole(self, rows: Collection[ResultRow], translate: Translator) -> Iterator[Report]:
        """The reports of these rows, in words."""
        for row in rows:
            yield in_words(view(self.store.report(row.number), self.audience), translate)


def named(row: ResultRow) -> str:
    """Whose row, and of which assignment."""
    student, id_, section, assignment = row.identity
    return " · ".join(filter(None, dict.fromkeys((student, id_, section, assignment))))


def ordered(rows: Iterable[ResultRow], order: Sequence[str]) -> list[ResultRow]:
    """By student, then as the course has its assignments; who handed nothing in last of the same name."""
    places = {name: place for place, name in enumerate(order)}

    def key(row: ResultRow) -> tuple[object, ...]:
        student, id_, section, assignment = row.identity
        place = places.get(assignment, len(places))
        return student.casefold(), student, id_, section, row.absent, place, assignment

    return sorted(rows, key=key)


def names_of(
    rows: Iterable[ResultRow], more: Iterable[tuple[str, str, str]] = ()
) -> dict[tuple[str, str, str], str]:
    """A folder for everybody whom the store or this command knows."""
    known = {row.identity[:3] for row in rows if not row.absent}
    return folder_names(sorted({*known, *more}))
