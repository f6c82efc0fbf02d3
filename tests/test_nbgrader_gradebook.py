"""Scores straight into nbgrader's gradebook, and out of it into files for learning platforms."""

from __future__ import annotations

import csv
import json
import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")

from helpers import forked_python, gradebook_writer
from helpers.nbgrader_course import RIGHT, NbClass, shapes
from helpers.nbgrader_course import shapes_report as report
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.course.layout import Course
from grader.errors import UsageError
from grader.nbgrader.exports import BlackboardExport, CanvasExport, CsvExport, MoodleExport
from grader.nbgrader.gradebook import ScoreBook
from grader.render.json import render
from grader.words.messages import heard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return shapes(tmp_path_factory.mktemp("course") / "shapes")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, course: Course) -> NbClass:
    return NbClass(tmp_path_factory.mktemp("nbgrader") / "class", course, "shapes")


@pytest.fixture
def nbclass(tmp_path: Path, made: NbClass) -> NbClass:
    return made.copy(tmp_path / "class")


def test_the_command_saves_what_it_reports(nbclass: NbClass, course: Course, tmp_path: Path) -> None:
    """`grader grade --gradebook`: the gradebook holds the scores of report.json, or the reason for none."""
    nbclass.hand_in("right", RIGHT)
    nbclass.hand_in("wrong", RIGHT | {"area": "def area(width, height):\n    return width + height"})
    nbclass.hand_in("unanswered", {name: text for name, text in RIGHT.items() if name != "why"})
    nbclass.hand_in_text("broken", "{")
    ended = forked_python.run(
        "-m", "grader", "grade", nbclass.folder, "--course", course.root, "--output", tmp_path / "out",
        "--gradebook", nbclass.url, cwd=tmp_path, levels=["full"],
    )  # fmt: skip
    assert ended.returncode == 3, ended.stderr  # one could not be graded
    for student in ("right", "wrong", "unanswered"):
        told = json.loads((tmp_path / "out" / student / "shapes" / "report.json").read_text("utf-8"))
        scores = {f"test_{function['name']}": function["score"] for function in told["functions"]}
        why = 0.0 if student == "unanswered" else None
        assert nbclass.grades(student) == scores | {"why": why}
    assert nbclass.grades("wrong")["test_area"] == 0.0
    assert "expected" in (nbclass.comments("wrong")["area"] or "")
    assert set(nbclass.grades("broken").values()) == {None}
    assert (nbclass.comments("broken")["area"] or "").startswith("Not graded. This is not a zero.")


def test_scores_fit_the_cells(nbclass: NbClass, tmp_path: Path) -> None:
    """Where an instructor has changed a cell's points in nbgrader, a score keeps its share of them."""
    with Gradebook(nbclass.url) as book:
        book.find_grade_cell("test_dry", "shapes", "shapes").max_score = 10.0
        book.db.commit()
    with ScoreBook(nbclass.url) as book:
        book.save(report("ada", dry=1.0), tmp_path / "ada.py")
    assert nbclass.grades("ada")["test_dry"] == 5.0


def test_late_hand_ins_are_penalized_by_nbgraders_plugin(nbclass: NbClass, tmp_path: Path) -> None:
    """The time of hand-in is kept, and the penalty is what the settings beside the gradebook say."""
    with (nbclass.folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(nbclass.url) as book:
        book.update_or_create_assignment("shapes", duedate="2026-11-01")
    for student, day in (("early", "2026-10-31"), ("late", "2026-11-02")):
        path = nbclass.hand_in(student, RIGHT)
        (path.parent / "timestamp.txt").write_text(f"{day} 12:00:00 UTC", encoding="utf-8")
        with ScoreBook(nbclass.url) as scores:
            scores.save(report(student), path)
    with Gradebook(nbclass.url) as book:
        penalties = {
            student: book.find_submission("shapes", student).late_submission_penalty or 0.0
            for student in ("early", "late")
        }
    assert penalties == {"early": 0.0, "late": 4.0}


BROKEN = {
    "get_config(": "SyntaxError",
    "c = get_config()\nc.X.y = foo": "NameError: name 'foo' is not defined",
    "raise SystemExit('nope')": "SystemExit: nope",
    "import sys\nsys.exit()": "ended with SystemExit.",
    "c = get_config()\nc.AssignLatePenalties.plugin_class = 'no.such.Plugin'": "no.such.Plugin",
}


@pytest.mark.parametrize("text", BROKEN)
def test_settings_that_fail_are_a_sentence(nbclass: NbClass, text: str) -> None:
    """The settings beside a gradebook are a program: how it failed, and in which file."""
    (nbclass.folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"nbgrader_config\.py") as refused:
        ScoreBook(nbclass.url)
    assert BROKEN[text] in str(refused.value)


PLUGIN = """
from nbgrader.plugins import BasePlugin
class Harsh(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        raise KeyError("x")
c.AssignLatePenalties.plugin_class = Harsh
"""


def test_a_plugin_that_fails_is_a_sentence(nbclass: NbClass) -> None:
    """Which one, for whom, and how; no score of that hand-in is saved."""
    with (nbclass.folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(PLUGIN)
    with Gradebook(nbclass.url) as book:
        book.update_or_create_assignment("shapes", duedate="2026-11-01")
    path = nbclass.hand_in("late", RIGHT)
    (path.parent / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC", encoding="utf-8")
    with (
        ScoreBook(nbclass.url) as scores,
        pytest.raises(UsageError, match=r"late penalty for .* `Harsh`.* KeyError: 'x'"),
    ):
        scores.save(report("late"), path)
    assert set(nbclass.grades("late").values()) == {None}


def test_no_penalty_of_an_earlier_hand_in_stays(nbclass: NbClass) -> None:
    """What cannot be graded has no score, and so nothing to take points from."""
    with (nbclass.folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(nbclass.url) as book:
        book.update_or_create_assignment("shapes", duedate="2026-11-01")
    path = nbclass.hand_in("late", RIGHT)
    (path.parent / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC", encoding="utf-8")
    with ScoreBook(nbclass.url) as scores:
        scores.save(report("late"), path)
        (path.parent / "timestamp.txt").write_text("2026-10-31 12:00:00 UTC", encoding="utf-8")
        scores.save(replace(report("late"), score=None, problem=heard("unreadable")), path)
    with Gradebook(nbclass.url) as book:
        assert book.find_submission("shapes", "late").late_submission_penalty == 0.0


def test_saving_again_keeps_what_people_set(nbclass: NbClass, tmp_path: Path) -> None:
    """A score by hand wins, and is marked to be looked at; the grader's own is renewed."""
    with ScoreBook(nbclass.url) as book:
        book.save(report("ada"), tmp_path / "ada.py")
    with Gradebook(nbclass.url) as held:
        held.find_grade("test_area", "shapes", "shapes", "ada").manual_score = 0.5
        held.db.commit()
    with ScoreBook(nbclass.url) as book:
        book.save(report("ada", dry=0.0), tmp_path / "ada.py")
    with Gradebook(nbclass.url) as held:
        area = held.find_grade("test_area", "shapes", "shapes", "ada")
        assert (area.score, area.auto_score, area.needs_manual_grade) == (0.5, 1.0, True)
        assert held.find_grade("test_dry", "shapes", "shapes", "ada").score == 0.0


def test_writers_at_once_corrupt_nothing(nbclass: NbClass) -> None:
    """Several processes save the same students at the same time: every score is there, once."""
    texts = [render(report(f"student{number}", dry=1.0)) for number in range(12)]
    context = multiprocessing.get_context("forkserver")
    # nbgrader is imported once for the three.
    context.set_forkserver_preload([gradebook_writer.__name__])
    writers = [context.Process(target=gradebook_writer.write, args=(nbclass.url, texts)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with Gradebook(nbclass.url) as book:
        submissions = book.assignment_submissions("shapes")
        assert sorted(one.student.id for one in submissions) == sorted(f"student{n}" for n in range(12))
        assert {one.score for one in submissions} == {3.0}


def test_a_gradebook_that_cannot_be_used_says_what_to_do(nbclass: NbClass, tmp_path: Path) -> None:
    """One line: no such file, no address, no such assignment; a password is not repeated."""
    with pytest.raises(UsageError, match="generate_assignment"):
        ScoreBook(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(UsageError, match=r"sqlite:///gradebook\.db"):
        ScoreBook("gradebook")
    with pytest.raises(UsageError, match="driver") as refused:
        ScoreBook("postgresql+psycopg2://me:secret@nowhere.invalid/x")
    assert "secret" not in str(refused.value)
    with ScoreBook(nbclass.url) as book, pytest.raises(UsageError, match="generate_assignment other"):
        book.require("other")


# ── exports ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def marked(nbclass: NbClass, tmp_path: Path) -> Iterator[Gradebook]:
    """ada is marked throughout, bob waits for a person, cleo handed in nothing."""
    with ScoreBook(nbclass.url) as book:
        for student in ("ada", "bob"):
            book.save(report(student, dry=0.5), tmp_path / "x.py")
    with Gradebook(nbclass.url) as book:
        book.find_grade("why", "shapes", "shapes", "ada").manual_score = 1.5
        book.update_or_create_student("ada", first_name="Ada", last_name="=Love, lace", email="a@b.c")
        book.update_or_create_student("cleo", lms_user_id="77")
        book.db.commit()
        yield book


def exported(
    kind: type[CanvasExport], gradebook: Gradebook, target: Path, **traits: str | bool
) -> list[dict[str, str]]:
    plugin = kind(config=Config())
    plugin.to = str(target)
    for name, value in traits.items():
        setattr(plugin, name, value)
    plugin.export(gradebook)
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=kind.delimiter))


def test_canvas(marked: Gradebook, tmp_path: Path) -> None:
    """Canvas's columns, points possible below them, no score where there is none."""
    rows = exported(CanvasExport, marked, tmp_path / "c.csv")
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "shapes"]
    assert rows[0]["Student"] == "Points Possible" and rows[0]["shapes"] == "6"
    scores = {row["SIS Login ID"]: row["shapes"] for row in rows[1:]}
    assert scores == {"ada": "4", "bob": "", "cleo": ""}
    assert rows[3]["SIS User ID"] == "77"
    assert rows[1]["Student"] == "'=Love, lace, Ada"  # no formula


def test_the_automatic_part_alone(marked: Gradebook, tmp_path: Path) -> None:
    """On request, who waits for a person has the points that are there already; who is absent has none."""
    rows = exported(CanvasExport, marked, tmp_path / "c.csv", automatic=True)
    assert {row["SIS Login ID"]: row["shapes"] for row in rows[1:]} == {"ada": "4", "bob": "2.5", "cleo": ""}


def test_the_platforms_own_file_comes_back_filled(marked: Gradebook, tmp_path: Path) -> None:
    """One column; who waits for a person, or handed in nothing, keeps what the cell held."""
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,shapes (5)\r\n    Points Possible,,,,,6.00\r\n"
        '"Love, Ada",1,u1,ada,A,\r\n"B, Bob",2,u2,bob,A,5\r\n"C, Cleo",3,77,cleo,A,EX\r\n'
    )
    roster, target = tmp_path / "gradebook.csv", tmp_path / "filled.csv"
    roster.write_bytes(text.encode())
    exported(CanvasExport, marked, target, roster=str(roster))
    assert target.read_bytes() == text.replace("ada,A,\r\n", "ada,A,4\r\n").encode()


def test_moodle(marked: Gradebook, tmp_path: Path) -> None:
    """Every means by which Moodle finds a student."""
    rows = exported(MoodleExport, marked, tmp_path / "m.csv")
    assert rows[0]["Username"] == "ada" and rows[0]["Email address"] == "a@b.c" and rows[0]["shapes"] == "4"
    assert rows[2]["ID number"] == "77"


def test_blackboard(marked: Gradebook, tmp_path: Path) -> None:
    """Tabs between fields, students by user name; nothing handed in can be made a zero."""
    rows = exported(BlackboardExport, marked, tmp_path / "b.txt", missing="0")
    assert {row["Username"]: row["shapes"] for row in rows} == {"ada": "4", "bob": "", "cleo": "0"}


def test_nbgraders_csv(marked: Gradebook, tmp_path: Path) -> None:
    """nbgrader's own columns, with a comma in a name in its place."""
    rows = exported(CsvExport, marked, tmp_path / "n.csv")
    assert [row["student_id"] for row in rows] == ["ada", "bob", "cleo"]
    assert rows[0]["score"] == "4" and rows[0]["max_score"] == "6" and rows[0]["first_name"] == "Ada"
    assert rows[1]["score"] == ""


def test_an_export_that_cannot_be_written_is_a_sentence(marked: Gradebook, tmp_path: Path) -> None:
    """A file where a folder should be: one line, and nothing half written."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="Cannot write"):
        exported(CanvasExport, marked, tmp_path / "file" / "c.csv")
