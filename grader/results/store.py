"""The store of one class: what counts now, what counted before, and in which run that changed.

with open_store(place, write=True) as store:
    store.put([result], instead_of=[row.number])     one transaction
    store.rows(), store.report(row), store.gists(rows)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from grader.audience import Audience, view
from grader.model import Report
from grader.results import schema
from grader.results.database import Database, StoreError
from grader.results.local import LocalDatabase
from grader.results.lock import now, writing_to
from grader.results.packing import gist, packed, unpacked
from grader.results.rows import ClassFacts, Identity, NewResult, ResultRow, Run, storable
from grader.words.messages import Code, InFile, Value, say

FILE: Final = "results.db"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A row that is called otherwise now, and what makes its report the new one."""

    row: ResultRow
    renew: Callable[[Report], NewResult]
    # A further row of the same result, as of a group's member who had none.
    further: bool = False


_COLUMNS = ", ".join(schema.COLUMNS)
_CURRENT = "until IS NULL"


def open_store(folder: Path, place: str | None, *, write: bool, command: str = "") -> ResultStore:
    """The store of a folder of reports; `place` is what `--store` says: a file, or PostgreSQL's address.

    write: for the one process that writes, the folder's reports, too; else a store that is not there is an
    error.

    Raises:
        StoreError: it cannot be opened, is not one, or another process is writing it or to the folder.
    """
    elsewhere = write and place is not None and Path(place).absolute() != (folder / FILE).absolute()
    with ExitStack() as held:
        if elsewhere:
            held.enter_context(writing_to(folder, folder / FILE))
        store = ResultStore(_database(place or str(folder / FILE), write=write), command, write=write)
        store.held = held.pop_all()
    return store


def _database(place: str, *, write: bool) -> Database:
    if "://" not in place:
        return LocalDatabase(Path(place), write=write)
    from grader.results.remote import RemoteDatabase  # an extra, slow to import

    return RemoteDatabase(place, write=write)


class ResultStore:
    """An open store. What one call writes is written whole, or not at all."""

    def __init__(self, database: Database, command: str = "", *, write: bool) -> None:
        """command: what is noted of the run that writes. Raises StoreError."""
        self._database = database
        self._command = command
        self._run: int | None = None
        # What is let go together with it.
        self.held = ExitStack()
        try:
            self._open(write=write)
        except BaseException:
            database.close(empty=False)
            raise
        self._next = 1 + (self._value("SELECT MAX(number) FROM results") or 0)

    def _open(self, *, write: bool) -> None:
        if not self._is_new():
            return self._demand_version()
        if not write:
            raise StoreError(
                say("{store} holds no results.", store=InFile(self.shown))
                + say("Grade something first, with {command}.", command=Code("grader grade"))
            )
        with self._transaction():
            for table in schema.TABLES:
                self._database.execute(table.replace("{bytes}", self._database.bytes_type))
            self._note({"version": schema.VERSION})
        return None

    def _is_new(self) -> bool:
        if self._database.bytes_type == "BLOB":
            return not self._value("SELECT COUNT(*) FROM sqlite_master WHERE name = 'facts'")
        return self._value("SELECT to_regclass('facts')") is None

    def _demand_version(self) -> None:
        version = self.facts().get("version")
        if version != schema.VERSION:
            raise StoreError(
                say(
                    "{store} has the version {got}, and this grader reads {want}.",
                    store=InFile(self.shown),
                    got=Value(str(version)),
                    want=Value(schema.VERSION),
                )
                + say("Use the grader that wrote it, or another folder.")
            )

    @property
    def shown(self) -> str:
        """Where it is, for people."""
        return self._database.shown

    def _value(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Any:
        found = self._database.execute(statement, parameters or {})
        return found[0][0] if found else None

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def rows(self) -> list[ResultRow]:
        """The results that count."""
        return self._rows(f"{_CURRENT} AND withdrawn = 0")

    def everyone(self) -> list[ResultRow]:
        """The results that count, and those that are withdrawn: who has a folder."""
        return self._rows(_CURRENT)

    def withdrawn(self) -> list[ResultRow]:
        """The last results of what is no longer there."""
        return self._rows(f"{_CURRENT} AND withdrawn = 1")

    def rows_of(self, identities: Iterable[Identity]) -> Iterator[ResultRow]:
        """The results that count of these students and assignments."""
        for identity in identities:
            whose = schema.identity_values(identity)
            where = " AND ".join(f"{name} = :{name}" for name in whose)
            yield from self._rows(f"{_CURRENT} AND withdrawn = 0 AND {where}", whose)

    def rows_after(self, run: int) -> list[ResultRow]:
        """The results that counted after a run."""
        # What a run withdraws is a row of that run.
        where = "run <= :run AND (until IS NULL OR until > :run) AND withdrawn = 0"
        return self._rows(where, {"run": run})

    def _rows(self, where: str, parameters: Mapping[str, Any] | None = None) -> list[ResultRow]:
        statement = f"SELECT {_COLUMNS} FROM results WHERE {where} ORDER BY number"
        return list(map(schema.row, self._database.execute(statement, parameters or {})))

    def report(self, number: int) -> Report:
        """The whole report of a result, hidden checks included."""
        found = self._value("SELECT report FROM results WHERE number = :number", {"number": number})
        return unpacked(bytes(found))

    def gist(self, number: int, audience: Audience = Audience.INSTRUCTOR) -> Report:
        """What a class's pages need of it, as an audience may read it."""
        column = "gist" if audience is Audience.INSTRUCTOR else "student_gist"
        found = self._value(f"SELECT {column} FROM results WHERE number = :number", {"number": number})
        return unpacked(bytes(found))

    def runs(self) -> list[Run]:
        """Every run that wrote something, in order."""
        found = self._database.execute("SELECT number, began, command FROM runs ORDER BY number")
        return [Run(number=number, began=began, command=command) for number, began, command in found]

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        run = self._run
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self._run = run  # it was not written either
            raise

    def put(self, results: Sequence[NewResult], instead_of: Iterable[int] = ()) -> list[int]:
        """Put results of one submission in, in place of these rows and of whatever else is theirs.

        Returns their numbers. One transaction.
        """
        with self._transaction():
            run = self._this_run()
            for number in instead_of:
                self._end(run, "number = :number", {"number": number})
            return [self._insert(run, result) for result in results]

    def _insert(self, run: int, result: NewResult) -> int:
        whose = schema.identity_values(result.label.identity)
        theirs = " AND ".join(f"{name} = :{name}" for name in whose)
        # Who hands nothing in any more keeps, withdrawn, what they had.
        self._end(run, theirs if not result.report.absent else f"{theirs} AND withdrawn = 0", whose)
        number, self._next = self._next, self._next + 1
        report = result.report
        values: dict[str, object] = (
            whose
            | {
                "number": number,
                "run": run,
                "withdrawn": 0,
                "label": schema.label_text(result.label),
                "notes_of_label": result.notes_of_label,
                "root": storable(result.root),
                "place": storable(result.place),
                "parts": json.dumps(dict(result.parts), sort_keys=True),
                "outdated": "[]",
                "seed": report.seed,
                "status": report.status,
                "score": report.score,
                "max_score": report.max_score,
            }
            | _packed(report)
        )
        self._database.execute(schema.INSERT, values)
        return number

    def _end_others(self, result: NewResult) -> None:
        """Of two of one name, from two paths, the one that is graded now counts."""
        whose = schema.identity_values(result.label.identity)
        theirs = " AND ".join(f"{name} = :{name}" for name in whose)
        if self._rows(f"{_CURRENT} AND {theirs}", whose):
            self._end(self._this_run(), theirs, whose)

    def _end(self, run: int, where: str, parameters: Mapping[str, Any]) -> None:
        self._database.execute(
            f"UPDATE results SET until = :run WHERE {_CURRENT} AND {where}", {"run": run, **parameters}
        )

    def withdraw(self, rows: Collection[ResultRow]) -> None:
        """Mark what is no longer there. Who had handed nothing in is not kept."""
        if not rows:
            return
        with self._transaction():
            run = self._this_run()
            for row in rows:
                self._end(run, "number = :number", {"number": row.number})
                if not row.absent:
                    self._withdrawn(run, row.number)

    def _withdrawn(self, run: int, number: int) -> None:
        """A copy of a row that says that it is withdrawn, of this run."""
        copy, self._next = self._next, self._next + 1
        own = ("number", "run", "withdrawn")
        others = ", ".join(name for name in (*schema.COLUMNS, *schema.PACKED) if name not in own)
        self._database.execute(
            f"INSERT INTO results (number, run, withdrawn, {others}) "
            f"SELECT :copy, :run, 1, {others} FROM results WHERE number = :number",
            {"copy": copy, "run": run, "number": number},
        )

    def relabel(self, renewals: Sequence[Renewal]) -> None:
        """Say the same results of people, or of files, that are called otherwise now. One transaction."""
        if not renewals:
            return
        with self._transaction():
            for one in renewals:
                if not one.further and not one.row.withdrawn:
                    # Two may swap their names.
                    values = {"number": one.row.number, "nobody": f"\x01{one.row.number}"}
                    self._database.execute(
                        "UPDATE results SET student = :nobody WHERE number = :number", values
                    )
            for one in renewals:
                self._relabel(one)

    def _relabel(self, renewal: Renewal) -> None:
        row = renewal.row
        result = renewal.renew(self.report(row.number))
        if renewal.further or row.withdrawn:
            # A withdrawn one counts again.
            if row.withdrawn:
                self._end(self._this_run(), "number = :number", {"number": row.number})
            self._insert(self._this_run(), result)
            return
        self._end_others(result)
        values = (
            schema.identity_values(result.label.identity)
            | {
                "number": row.number,
                "label": schema.label_text(result.label),
                "notes_of_label": result.notes_of_label,
                "root": storable(result.root),
                "place": storable(result.place),
            }
            | _packed(result.report)
        )
        changes = ", ".join(f"{name} = :{name}" for name in values if name != "number")
        self._database.execute(f"UPDATE results SET {changes} WHERE number = :number", values)
        self._database.execute("DELETE FROM rendered WHERE result = :number", {"number": row.number})

    def mark_outdated(self, marks: Mapping[int, Sequence[str]]) -> None:
        """Note of rows which parts of their key have changed; () that none has."""
        with self._transaction():
            for number, parts in marks.items():
                self._database.execute(
                    "UPDATE results SET outdated = :parts WHERE number = :number",
                    {"number": number, "parts": json.dumps(list(parts))},
                )

    def _this_run(self) -> int:
        """The number of the run that is writing, which its first result makes."""
        if self._run is None:
            number = 1 + (self._value("SELECT MAX(number) FROM runs") or 0)
            values = {"number": number, "began": now(), "command": self._command}
            self._database.execute("INSERT INTO runs VALUES (:number, :began, :command)", values)
            self._run = number
        return self._run

    # ── what the pages need ──────────────────────────────────────────────────────────────────────────────

    def facts(self) -> dict[str, str]:
        """What was noted of the class, by name."""
        return dict(self._database.execute("SELECT name, said FROM facts"))

    def class_facts(self) -> ClassFacts:
        """What pages of the class need."""
        noted = json.loads(self.facts().get("class", "{}"))
        people = tuple((name, id_, section) for name, id_, section in noted.pop("people", ()))
        noted |= {name: tuple(noted[name]) for name in ("order", "formats") if name in noted}
        return ClassFacts(**noted, people=people)

    def note_class(self, facts: ClassFacts) -> None:
        """Keep what pages of the class need."""
        if facts != self.class_facts():
            with self._transaction():
                self._note({"class": json.dumps(asdict(facts))})

    def _note(self, facts: Mapping[str, str]) -> None:
        for name, said in facts.items():
            self._database.execute("DELETE FROM facts WHERE name = :name", {"name": name})
            self._database.execute("INSERT INTO facts VALUES (:name, :said)", {"name": name, "said": said})

    def rendered(self, folder: Path) -> dict[int, str]:
        """How each result was last rendered in a folder."""
        found = self._database.execute(
            "SELECT result, how FROM rendered WHERE folder = :folder", {"folder": storable(str(folder))}
        )
        return dict(found)

    def forget_rendered(self, folder: Path, numbers: Collection[int]) -> None:
        """Keep no longer how these results were rendered in a folder: it is about to change."""
        where = storable(str(folder))
        statement = "DELETE FROM rendered WHERE folder = :folder AND result = :number"
        known = self.rendered(folder).keys() & set(numbers)
        if not known:
            return
        with self._transaction():
            for number in known:
                self._database.execute(statement, {"folder": where, "number": number})

    def note_rendered(self, folder: Path, how: Mapping[int, str]) -> None:
        """Keep how results were rendered in a folder."""
        if not how:
            return
        where = storable(str(folder))
        with self._transaction():
            for number, said in how.items():
                values = {"folder": where, "number": number, "how": said}
                self._database.execute(
                    "DELETE FROM rendered WHERE folder = :folder AND result = :number", values
                )
                self._database.execute("INSERT INTO rendered VALUES (:folder, :number, :how)", values)

    def __enter__(self) -> ResultStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let it go. A file that was made and holds no result does not stay."""
        self._database.close(empty=self._next == 1)
        self.held.close()


def gists(store: ResultStore, rows: Iterable[ResultRow], audience: Audience) -> Iterator[Report]:
    """What a class's pages need of these results, one after another."""
    return (store.gist(row.number, audience) for row in rows)


def _packed(report: Report) -> dict[str, object]:
    """The columns that hold a report."""
    student = gist(view(report, Audience.STUDENT))
    return {"report": packed(report), "gist": packed(gist(report)), "student_gist": packed(student)}
