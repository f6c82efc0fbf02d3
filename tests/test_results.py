"""The store by itself: what goes in comes out, what a row is called, what two states of a class differ in."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from helpers.class_store import RIGHT, SOUND, course_in
from helpers.sample_reports import a_class, ada, perfect, reports, unreadable
from hypothesis import given
from rich.console import Console

from grader.audience import Audience, view
from grader.commands.output import Output
from grader.commands.progress import progress, progress_of_audit
from grader.course.layout import open_course
from grader.grading.reading import read_found
from grader.grading.settings import Settings
from grader.model import Report
from grader.render import csv as table
from grader.render import github, index, terminal, wide_csv
from grader.render.in_words import in_words
from grader.render.json import render
from grader.render.wide_csv import Wide
from grader.results import course_files
from grader.results.changes import changes
from grader.results.changes import table as changes_table
from grader.results.keys import Keys
from grader.results.labels import label_of, labelled
from grader.results.packing import gist, packed, unpacked
from grader.results.rows import Identity, NewResult
from grader.results.states import State, of_folder, of_reports
from grader.results.store import Renewal, ResultStore, open_store
from grader.submission import find
from grader.words.messages import say
from grader.words.translation import Translator

ENGLISH = Translator()


def new(report: Report, place: str = "/class/x.py") -> NewResult:
    """A report as it is put into the store."""
    return NewResult(
        label=label_of(report), root="/class", place=place, parts={"submission": "1"}, report=report
    )


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    """An empty store, open."""
    return open_store(tmp_path, None, write=True, command="grade")


@given(reports())
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    """Every renderer writes the same of it."""
    assert render(unpacked(packed(report))) == render(report)


def _pages(some: Sequence[Report]) -> list[str]:
    said = [in_words(report, ENGLISH) for report in some]
    console = Console(file=StringIO(), width=120)
    console.print(terminal.class_table(said))
    assert isinstance(console.file, StringIO)
    several = github.summary([*said, replace(said[0], student="somebody else")]) if said else ""
    pages = [index.render(said, {}), table.render(said), console.file.getvalue(), several]
    return [*pages, wide_csv.render((), (), said, Wide(functions=True))]


def test_pages_of_a_class_need_no_more_than_the_gist() -> None:
    """Page, tables and summary are the same of the gist, which is smaller."""
    some = [*a_class(), ada(), perfect(), unreadable()]
    assert _pages([unpacked(packed(gist(report))) for report in some]) == _pages(some)
    assert len(packed(gist(ada()))) < len(packed(ada()))


@given(reports())
def test_any_gist_says_the_same_on_the_pages(report: Report) -> None:
    """Whatever a report holds."""
    assert _pages([gist(report)]) == _pages([report])


def test_one_row_counts_and_the_earlier_ones_stay(store: ResultStore) -> None:
    """A new result takes the place of the last; the state after each run can still be read."""
    with store:
        store.put([new(ada())])
    with open_store(Path(store.shown).parent, None, write=True) as again:
        again.put([new(replace(ada(), score=1.0))])
        assert [row.score for row in again.rows()] == [1.0]
        assert [row.score for row in again.rows_after(1)] == [ada().score]
        assert [run.number for run in again.runs()] == [1, 2]


def test_what_is_cut_off_within_a_transaction_leaves_nothing(store: ResultStore) -> None:
    """Of a group's rows all are there, or none."""
    both = [new(ada()), new(replace(perfect(), score=float("nan")))]
    with store:
        store.put([new(unreadable())])
        with pytest.raises(ValueError, match="finite"):
            store.put(both)
        assert [row.identity.student for row in store.rows()] == ["Katherine Johnson"]
        store.put([new(ada())])
        assert len(store.rows()) == 2


def test_an_empty_store_does_not_stay(tmp_path: Path) -> None:
    """Where nothing could be graded, no folder is left."""
    with open_store(tmp_path / "out", None, write=True):
        assert (tmp_path / "out" / "results.db").exists()
    assert not (tmp_path / "out").exists()


def test_another_label_changes_names_and_no_verdict() -> None:
    """Student, file, lateness; every place in the file is called by its new name."""
    before = ada()
    label = replace(
        label_of(before),
        identity=Identity("Lovelace, Ada", "7", "A", before.assignment),
        submission="mine.py",
        late=True,
    )
    now = labelled(before, label)
    assert (now.student, now.id, now.section, now.late) == ("Lovelace, Ada", "7", "A", True)
    assert '"file": "gradient_descent.py' not in render(now) and '"mine.py' in render(now)
    assert labelled(now, label_of(before)) == unpacked(packed(before))


def test_which_files_of_a_course_grade_an_assignment(tmp_path: Path) -> None:
    """Its own, and what these import, however far; nothing of another assignment."""
    root = course_in(tmp_path)
    checks = root / "autograde_tests"
    shared = checks / "numbers_drawn.py"
    shared.write_text("from deeper import more\n" + shared.read_text())
    (checks / "deeper").mkdir()
    (checks / "deeper" / "__init__.py").write_text("from .more import x\nOPENED = 'table.csv'\n")
    (checks / "deeper" / "more.py").write_text("x = 1\n")
    (checks / "unused.py").write_text("x = 1\n")
    course = open_course(root)
    found = set(course_files.files(course, course.assignment("shapes")))
    assert found == {
        "autograde_tests/test_shapes.py", "autograde_tests/numbers_drawn.py",
        "autograde_tests/deeper/__init__.py", "autograde_tests/deeper/more.py",
        "solutions/shapes.py", "solutions/misconceptions/shapes/area.py",
        "solutions/misconceptions/shapes/dry.py",
    }  # fmt: skip
    assert set(course_files.files(course, course.assignment("volumes"))) == {
        "autograde_tests/test_volumes.py", "solutions/volumes.py",
    }  # fmt: skip
    assert course_files.digest(open_course(SOUND), open_course(SOUND).assignment("shapes"))


def test_data_that_checks_name_counts_too(tmp_path: Path) -> None:
    """A table that lies beside the checks is a part of them."""
    root = course_in(tmp_path)
    checks = root / "autograde_tests" / "test_volumes.py"
    checks.write_text(checks.read_text() + "TABLE = 'rooms.csv'\n")
    (checks.parent / "rooms.csv").write_text("1,2\n")
    (checks.parent / "other.csv").write_text("1,2\n")
    course = open_course(root)
    assert "autograde_tests/rooms.csv" in course_files.files(course, course.assignment("volumes"))
    assert "autograde_tests/other.csv" not in course_files.files(course, course.assignment("volumes"))


# ── what differs ─────────────────────────────────────────────────────────────────────────────────────────


def _state(*some: Report) -> State:
    return of_reports(some)


def test_a_change_names_the_check(tmp_path: Path) -> None:
    """Whose score, from what to what, and what came of which check; a new seed is said."""
    before, now = ada(), replace(ada(), score=44.0, seed=1, functions=perfect().functions)
    [change] = changes(_state(before, perfect()), _state(now, perfect()))
    assert change.identity.student == "Ada Lovelace" and not change.same_seed
    assert change.checks
    [row] = csv.DictReader(io.StringIO(changes_table([change])))
    assert (row["before"], row["now"], row["seeds"]) == ("21", "44", "differ")


def test_folders_of_every_schema_version_are_compared(tmp_path: Path) -> None:
    """A folder that a grader wrote before there was a store, in grader-report/1, too."""
    for folder, schema in (("old", "grader-report/1"), ("new", "grader-report/2")):
        (tmp_path / folder / "ada").mkdir(parents=True)
        text = render(ada()).replace("grader-report/2", schema)
        (tmp_path / folder / "ada" / "report.json").write_text(text, encoding="utf-8")
    assert changes(of_folder(tmp_path / "old"), of_folder(tmp_path / "new")) == []


# ── the table for people ─────────────────────────────────────────────────────────────────────────────────


def test_the_wide_table_has_everybody_in_the_rosters_order() -> None:
    """Who handed nothing in has empty cells; assignments in the course's order; a formula is text."""
    people = [("Zoe", "9", ""), ("Ada Lovelace", "", ""), ("=1+1", "", "")]
    other = replace(perfect("Ada Lovelace"), assignment="autograd")
    order, some = ("autograd", "gradient_descent"), [ada(), other, perfect()]
    lines = list(csv.reader(io.StringIO(wide_csv.render(people, order, some, Wide(percent=True)))))
    assert lines[0] == ["student", "id", "section", "autograd", "gradient_descent"]
    assert [line[0] for line in lines[1:]] == ["Zoe", "Ada Lovelace", "'=1+1", "Grace Hopper"]
    assert lines[1][3:] == ["", ""] and lines[2][3:] == ["100", "47.7"]


def test_a_column_for_each_function_on_request() -> None:
    """Points of each function beside those of the whole; what has no score says so."""
    wide = wide_csv.render((), (), [ada(), unreadable()], Wide(functions=True))
    head, first, second = csv.reader(io.StringIO(wide))
    assert head[3] == "gradient_descent" and "gradient_descent dloss_fn" in head
    assert first[head.index("gradient_descent model")] == "2"
    assert second[3] == "not graded"


# ── progress ─────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_terminal_a_line_a_minute() -> None:
    """Rate, time left and how many were kept; not a line for each submission."""
    text, clock = StringIO(), iter([0.0, *(float(20 * number) for number in range(1, 11))])
    with progress(10, 1204, Output(Console(file=text, width=120)), lambda: next(clock)) as advance:
        for _ in range(10):
            advance("ada · shapes")
    assert text.getvalue().splitlines() == [
        "3 of 10 graded, 0.1 a second, 1204 kept. About 0:02:20 left.",
        "6 of 10 graded, 0.1 a second, 1204 kept. About 0:01:20 left.",
        "9 of 10 graded, 0.1 a second, 1204 kept. About 0:00:20 left.",
    ]


def test_an_audit_without_a_terminal_says_a_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, for stdout may be a file of JSON; nothing at the end, where the findings follow."""
    clock = iter([0.0, *(float(20 * number) for number in range(1, 11))])
    with progress_of_audit(Output(Console(file=StringIO())), lambda: next(clock)) as tell:
        for done in range(1, 11):
            tell(done, 10)
    said, told = capsys.readouterr()
    assert said == ""
    assert told.splitlines() == [
        "grader: 3 of 10 trials are done. About 0:02:20 left.",
        "grader: 6 of 10 trials are done. About 0:01:20 left.",
        "grader: 9 of 10 trials are done. About 0:00:20 left.",
    ]


def test_a_run_that_was_not_written_is_none(store: ResultStore) -> None:
    """Where the first result of a run fails, the next one begins the run."""
    with store:
        with pytest.raises(ValueError, match="finite"):
            store.put([new(replace(perfect(), score=float("nan")))])
        assert store.runs() == []
        store.put([new(ada())])
        assert [run.number for run in store.runs()] == [row.run for row in store.rows()] == [1]


def test_two_who_swap_their_names(store: ResultStore) -> None:
    """Renamed at once, no result is lost; a withdrawn one that comes back under another name counts again."""
    with store:
        store.put([new(ada(), "/class/a.py"), new(perfect(), "/class/b.py")])
        first, second = store.rows()

        def called(name: str) -> Callable[[Report], NewResult]:
            return lambda report: new(replace(report, student=name))

        names = first.identity.student, second.identity.student
        store.relabel([Renewal(first, called(names[1])), Renewal(second, called(names[0]))])
        assert {row.identity.student: row.score for row in store.rows()} == {
            names[1]: first.score,
            names[0]: second.score,
        }
        store.withdraw(store.rows()[:1])
        [gone] = store.withdrawn()
        store.relabel([Renewal(gone, called("somebody"))])
        assert store.withdrawn() == [] and len(store.rows()) == 2
        assert {row.identity.student for row in store.rows()} == {"somebody", names[0]}


def test_what_a_student_is_told_of_a_hidden_check_is_kept(store: ResultStore) -> None:
    """It stands in no report.json, and is what a report says that is made of the store."""
    report = ada()
    functions = [
        replace(one, checks=tuple(replace(check, told=say("Told."), visible=False) for check in one.checks))
        for one in report.functions
    ]
    report = replace(report, functions=tuple(functions))
    with store:
        store.put([new(report)])
        [row] = store.rows()
        kept = store.report(row.number)
        for audience in Audience:
            assert render(view(kept, audience)) == render(view(report, audience))
            assert _pages([store.gist(row.number, audience)]) == _pages([view(report, audience)])
    assert "Told." in render(view(kept, Audience.STUDENT))


def test_a_key_has_the_digest_that_reading_gives(tmp_path: Path) -> None:
    """Of a script, an archive, and what lies beside: however much of it had to be looked through."""
    course = open_course(course_in(tmp_path))
    for name, beside in (("alone", ""), ("both", "import mine\n"), ("unused", "x = 1\n")):
        folder = tmp_path / "class" / name
        folder.mkdir(parents=True)
        (folder / "shapes.py").write_text(f"{RIGHT}{beside}", encoding="utf-8")
        if name != "alone":
            (folder / "mine.py").write_text("TWO = 2\n", encoding="utf-8")
    for name in ("alone", "both"):
        shutil.make_archive(str(tmp_path / "class" / f"zip{name}"), "zip", tmp_path / "class" / name)
    keys = Keys(course, Settings(seed=7))
    found = find(tmp_path / "class", course.assignments)
    assert {one.student for one in found} >= {"alone", "both", "unused"}
    for one in found:
        if one.assignment is not None:
            assert keys.of(one)["submission"].startswith(read_found(one, course)[1].sha256)
    (tmp_path / "class" / "both" / "mine.py").write_text("TWO = 3\n", encoding="utf-8")
    before = {one.student: keys.of(one) for one in found}
    (tmp_path / "class" / "both" / "mine.py").write_text("TWO = 4\n", encoding="utf-8")
    (tmp_path / "class" / "unused" / "mine.py").write_text("TWO = 4\n", encoding="utf-8")
    changed = {one.student for one in found if keys.of(one) != before[one.student]}
    assert changed == {"both"}
