"""nbgrader with our steps in it: what it generates, how it grades damaged notebooks, what it tells."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")

import nbformat
import torch
from helpers.grading import grade_files
from helpers.nbgrader_course import POINTS, RIGHT, NbClass, cell, done, shapes, shapes_report, without
from jinja2 import Environment
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.course.layout import Course
from grader.errors import FaultError, UsageError
from grader.model import Status
from grader.nbgrader import client, feedback, records, service
from grader.nbgrader import grade_ids as names
from grader.nbgrader.gradebook import ScoreBook
from grader.nbgrader.init import init
from grader.nbgrader.protocol import Done, Job, ServiceOptions
from grader.nbgrader.source import source_notebook
from grader.submission import Found
from grader.words.translation import Translator

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
    # nbgrader's own sessions, and the notebooks that are damaged on purpose.
    pytest.mark.filterwarnings("ignore:Object of type <Submitted", "ignore:Non-unique cell id"),
]

FULL = {"test_area": 1.0, "test_dry": 2.0, "test_folds": 1.0, "why": None}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return shapes(tmp_path_factory.mktemp("course") / "shapes")


@pytest.fixture(scope="module")
def nbclass(tmp_path_factory: pytest.TempPathFactory, course: Course) -> NbClass:
    return NbClass(tmp_path_factory.mktemp("nbgrader") / "class", course, "shapes")


# ── the course that nbgrader gets ────────────────────────────────────────────────────────────────────────


def test_every_kind_of_cell_is_there(nbclass: NbClass) -> None:
    """Answers, their points from the checks, a written question, and text that is only read."""
    source = nbformat.read(nbclass.folder / "source/shapes/shapes.ipynb", as_version=4)
    marks = {one.metadata.nbgrader.grade_id: one.metadata.nbgrader for one in source.cells}
    assert marks["dry"].solution and not marks["dry"].grade
    assert marks["test_dry"].grade and marks["test_dry"].locked and marks["test_dry"].points == 2
    assert marks["why"].grade and marks["why"].solution and marks["why"].points == 2
    assert [mark.locked for name, mark in marks.items() if name.startswith("text-")] == [True, True]


def test_students_get_the_exercise(nbclass: NbClass) -> None:
    """What is released holds no solution, no answer key and none of the hidden lines."""
    text = nbformat.writes(nbclass.released())
    for secret in ("width * height", "both halves lie", "HIDDEN", "RunInSandbox", "BEGIN SOLUTION"):
        assert secret not in text
    assert "raise NotImplementedError" in text and "Write your answer here" in text


def test_a_folder_that_is_a_course_is_left_alone(nbclass: NbClass, course: Course) -> None:
    """A second `init` says what to do; with `update`, settings stay and notebooks are written anew."""
    config = nbclass.folder / "nbgrader_config.py"
    before = config.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="--update"):
        init(nbclass.folder, course)
    written = init(nbclass.folder, course, update=True)
    assert [path.name for path in written] == ["shapes.ipynb"]
    assert config.read_text(encoding="utf-8") == before


def test_settings_fail_closed(nbclass: NbClass) -> None:
    """Where the grader is not there, nbgrader stops: it must not go on and run students' code itself."""
    text = (nbclass.folder / "nbgrader_config.py").read_text(encoding="utf-8")
    broken = text.replace("from grader.nbgrader import", "from grader.nowhere import")
    with pytest.raises(SystemExit, match="the grader cannot be set up"):
        exec(broken, {"get_config": Config})


# ── grading ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_service_is_on_its_way_while_nbgrader_converts(
    nbclass: NbClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is started in nbgrader's first pass over a submission, and asked in its second."""
    client.end()
    seen: list[tuple[str, int]] = []
    begin = client.begin

    def watched(options: ServiceOptions) -> client.Service:
        service = begin(options)
        seen.append((sys._getframe(1).f_code.co_name, service._process.pid))
        return service

    monkeypatch.setattr(client, "begin", watched)
    nbclass.hand_in("first", RIGHT)
    done(nbclass.autograde("first"))
    assert [name for name, _ in seen] == ["begin", "ask"]
    assert len({pid for _, pid in seen}) == 1


@pytest.fixture(scope="module")
def graded(nbclass: NbClass) -> NbClass:
    """Three students: all right, a known mistake with a demonstration that fails, nothing written."""
    nbclass.hand_in("right", RIGHT)
    wrong = RIGHT | {"area": "def area(width, height):\n    return width + height\nprint(area(2, 3))\n1 / 0"}
    nbclass.hand_in("wrong", wrong)
    nbclass.hand_in("empty", {})
    for student in ("right", "wrong", "empty"):
        done(nbclass.autograde(student))
    return nbclass


def test_scores_are_those_of_the_checks(graded: NbClass) -> None:
    """Each function's cell carries its points; an unanswered question is zero, an answer is for a person."""
    assert graded.grades("right") == FULL
    assert graded.grades("wrong") == FULL | {"test_area": 0.0}
    assert graded.grades("empty") == {"test_area": 0.0, "test_dry": 0.0, "test_folds": 0.0, "why": 0.0}


def test_grade_cells_say_a_plain_number_first(graded: NbClass) -> None:
    """nbgrader takes no output, `True` or stderr for a score; a finite number cannot be misread."""
    cells = graded.autograded("wrong")
    graded_by_checks = [name for name in cells if name.startswith("test_")]
    assert set(graded_by_checks) == FULL.keys() - {"why"}
    for made in map(cells.__getitem__, graded_by_checks):
        first = made.outputs[0]
        assert first.output_type == "execute_result"
        assert 0.0 <= float(first.data["text/plain"]) <= made.metadata.nbgrader.points
        assert not [one for one in made.outputs if one.get("name") == "stderr"]


def test_grade_cells_are_no_work_of_the_students(graded: NbClass) -> None:
    """What stands in a cell with points is not run with the submission, and leaves no trace in its notes."""
    path = graded.folder / "autograded/right/shapes/shapes.ipynb"
    assert nbformat.read(path, as_version=4).metadata.grader.notes == []


def test_outputs_are_kept_for_the_page(graded: NbClass) -> None:
    """What the student's cells print, and errors at the student's own line."""
    outputs = graded.autograded("wrong")["area"].outputs
    assert outputs[0].text == "5\n"
    assert outputs[1].ename == "ZeroDivisionError"
    assert "line 4\n    1 / 0" in outputs[1].traceback[0]


def test_comments_say_why(graded: NbClass) -> None:
    """A mistake is explained beside the answer, a right one needs no words."""
    comments = graded.comments("wrong")
    assert "call" in (comments["area"] or "") and "expected" in (comments["area"] or "")
    assert comments["folds"] is None
    assert graded.comments("empty")["area"] == "`area` is not written yet."
    assert graded.comments("empty")["why"] == "No response."


def test_grading_again_keeps_what_people_set(graded: NbClass) -> None:
    """A score and a comment by hand survive; the grader's own are made anew."""
    with Gradebook(graded.url) as book:
        book.find_grade("why", "shapes", "shapes", "wrong").manual_score = 1.5
        book.find_comment("folds", "shapes", "shapes", "wrong").manual_comment = "Neat."
        book.db.commit()
    done(graded.autograde("wrong"))
    with Gradebook(graded.url) as book:
        assert book.find_grade("why", "shapes", "shapes", "wrong").score == 1.5
    assert graded.comments("wrong")["folds"] == "Neat."
    assert "expected" in (graded.comments("wrong")["area"] or "")


def test_the_feedback_page_explains(graded: NbClass) -> None:
    """Our report of each function stands in nbgrader's page, and what to do first on top of it."""
    page = graded.feedback("wrong")
    assert "Start with" in page and 'class="grader"' in page
    assert "needs work" in page and "ZeroDivisionError" in page
    assert "RunInSandbox" not in page


# ── damaged, tampered with, from elsewhere ───────────────────────────────────────────────────────────────


def shuffled(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


def doubled(notebook: NotebookNode) -> None:
    notebook.cells += [cell(notebook, "area").copy(), cell(notebook, "test_area").copy()]


def converted(notebook: NotebookNode) -> None:
    for name, kind in (("area", "markdown"), ("test_area", "markdown"), ("why", "code")):
        one = cell(notebook, name)
        one.cell_type = kind
        one.pop("outputs", None)
        one.pop("execution_count", None)
        if kind == "code":
            one.update(outputs=[], execution_count=None)


def stripped(notebook: NotebookNode) -> None:
    notebook.metadata = nbformat.from_dict({"colab": {"provenance": []}, "accelerator": "GPU"})
    for one in notebook.cells:
        one.metadata = nbformat.from_dict({"id": "AbC"})


def promoted(notebook: NotebookNode) -> None:
    """More points, marks turned over, a cell that scores itself."""
    for one in notebook.cells:
        marks = one.metadata.get("nbgrader", {})
        if marks.get("grade_id", "").startswith("test_"):
            marks.update(points=100, solution=True, locked=False, schema_version=1)
            one.source = "10.0"
            one.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "100"})]
    cell(notebook, "area").metadata.nbgrader.grade = True


DAMAGED = {
    "no grade cells": without("test_area", "test_dry", "test_folds"),
    "in another order": shuffled,
    "cells twice": doubled,
    "cells converted": converted,
    "metadata of Colab": stripped,
    "marks tampered with": promoted,
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_notebook_is_graded_right(nbclass: NbClass, how: str) -> None:
    """Neither an accident nor a trick with cells and their marks changes a score."""
    student = how.replace(" ", "-")
    nbclass.hand_in(student, RIGHT, DAMAGED[how])
    done(nbclass.autograde(student))
    assert nbclass.grades(student) == FULL


def test_tricks_with_marks_earn_nothing(nbclass: NbClass) -> None:
    """The same tricks around wrong functions leave them wrong."""
    nbclass.hand_in("trickster", RIGHT | {"area": "def area(width, height):\n    return 1"}, promoted)
    done(nbclass.autograde("trickster"))
    assert nbclass.grades("trickster") == FULL | {"test_area": 0.0}


def test_odd_files_are_read(nbclass: NbClass) -> None:
    """A byte order mark, UTF-16, cells without metadata or outputs: read, not refused."""
    path = nbclass.hand_in("odd", RIGHT)
    raw = json.loads(path.read_text(encoding="utf-8"))
    for one in raw["cells"]:
        one.pop("outputs", None)
        one.pop("id", None)
        if "nbgrader" not in one["metadata"]:
            one.pop("metadata")
    raw["metadata"] = {}
    for number, encoding in enumerate(("utf-8-sig", "utf-16")):
        nbclass.hand_in_text(f"odd{number}", json.dumps(raw), encoding)
        done(nbclass.autograde(f"odd{number}"))
        assert nbclass.grades(f"odd{number}") == FULL


def test_what_jupyter_reads_has_the_points_of_grade(nbclass: NbClass, course: Course) -> None:
    """Magics, a terminal's prompts, a cell that awaits: nbgrader's converter and `grade` say the same."""
    answers = RIGHT | {
        "area": ">>> def area(width, height):\n...     return height * width",
        "dry": f"%%capture out\n%matplotlib inline\n{RIGHT['dry']}\ndry?",
        "folds": f"import asyncio\nawait asyncio.sleep(0)\n{RIGHT['folds']}",
    }
    path = nbclass.hand_in("jupyter", answers)
    done(nbclass.autograde("jupyter"))
    assert nbclass.grades("jupyter") == FULL
    shown = [one for made in nbclass.autograded("jupyter").values() for one in made.get("outputs", ())]
    assert not [one for one in shown if one.output_type == "error"]
    (report,) = grade_files([Found(student="jupyter", assignment="shapes", path=path)], course=course)
    assert report.score == report.max_score == sum(POINTS.values())


def test_a_notebook_of_an_old_format_is_read(nbclass: NbClass) -> None:
    """nbformat 3, with worksheets and headings, as old exports still write it."""
    path = nbclass.hand_in("old", RIGHT)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for one in cells:
        one.pop("id")
        if one["cell_type"] == "code":
            one.pop("execution_count")
            one |= {"input": one.pop("source"), "language": "python", "collapsed": False}
    cells.insert(0, {"cell_type": "heading", "level": 1, "metadata": {}, "source": "Mine"})
    old = {"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    nbclass.hand_in_text("old", json.dumps(old))
    done(nbclass.autograde("old"))
    assert nbclass.grades("old") == FULL


@pytest.mark.parametrize("text", ["{ half a file", '{"cells": []}', ""])
def test_what_cannot_be_read_is_refused_with_the_reason(nbclass: NbClass, text: str) -> None:
    """No score, which is not a zero, a person is asked to look, and no score of an earlier hand-in stays."""
    student = f"broken-{len(text)}"
    nbclass.hand_in(student, RIGHT)
    done(nbclass.autograde(student))
    nbclass.hand_in_text(student, text)
    result = nbclass.autograde(student)
    assert not result["success"]
    assert "SubmissionError" in result["log"]
    assert set(nbclass.grades(student).values()) == {None}
    said = [text for text in nbclass.comments(student).values() if text]
    assert len(said) == 1 and said[0].startswith("Not graded. This is not a zero. ")


def test_the_wrong_file_is_refused(nbclass: NbClass) -> None:
    """A notebook with none of the functions is no zero."""
    nbclass.hand_in("elsewhere", {}, lambda nb: nb.update(cells=[nbformat.v4.new_code_cell("x = 1")]))
    assert not nbclass.autograde("elsewhere")["success"]
    assert "Is it the right file?" in (nbclass.comments("elsewhere")["area"] or "")


HOSTILE = {
    "exits": "import os\nos._exit(0)",
    "hangs": "while True:\n    pass",
    "empties cells": "get_ipython().input_transformers_cleanup.append(lambda lines: [])",
    "silences errors": "get_ipython().showtraceback = lambda *a, **k: None",
}


@pytest.mark.parametrize(
    "how", [pytest.param(how, marks=[pytest.mark.slow] * (how == "hangs")) for how in HOSTILE]
)
def test_attacks_on_nbgrader_earn_nothing(nbclass: NbClass, how: str) -> None:
    """What buys points or ruins a run under nbgrader's own Execute buys nothing and ruins nothing here."""
    student = how.replace(" ", "-")
    wrong = "def area(width, height):\n    return 1\n" + HOSTILE[how]
    nbclass.hand_in(student, RIGHT | {"area": wrong})
    done(nbclass.autograde(student))
    assert nbclass.grades(student) == FULL | {"test_area": 0.0}


def test_students_markup_cannot_act_on_graders(nbclass: NbClass) -> None:
    """Pages show a student's text to people who may set grades: no script, handler or frame gets through."""
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> <iframe src=/x></iframe>\n\n**bold** $a<b$"
    printed = "print('<script>alert(2)</script>')\nclass A:\n    _repr_html_ = lambda self: '<script>'\nA()"
    nbclass.hand_in("evil", RIGHT | {"why": evil, "folds": RIGHT["folds"] + "\n" + printed})
    done(nbclass.autograde("evil"))
    page = nbclass.feedback("evil")
    assert "<script>alert" not in page and "onerror" not in page and "<iframe" not in page
    assert "<strong>bold</strong>" in page
    answered = nbclass.autograded("evil")["folds"].outputs
    assert "alert(2)" in "".join(one.get("text", "") for one in answered), "what it prints is shown, as text"
    assert [one.output_type for one in answered].count("execute_result") == 1
    for made in nbclass.autograded("evil").values():
        if made.cell_type == "code" and not made.metadata.nbgrader.grade:
            assert all("text/html" not in one.get("data", {}) for one in made.outputs)


def test_a_changed_course_is_graded_by_its_new_checks(
    nbclass: NbClass, course: Course, tmp_path: Path
) -> None:
    """A service that is kept warm does not outlive the checks that it was started with."""
    before = client.fingerprint(course.root)
    checks = course.assignment("shapes").checks
    checks.write_text(checks.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert client.fingerprint(course.root) != before


@pytest.mark.slow
def test_a_reply_is_never_taken_for_another_students(nbclass: NbClass) -> None:
    """Who interrupts a grading, and goes on, gets the next student's own scores."""
    nbclass.hand_in("warm", {})
    done(nbclass.autograde("warm"))
    nbclass.hand_in("slow", RIGHT | {"area": "import time\ntime.sleep(2)\n" + RIGHT["area"]})

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    try:
        assert not nbclass.autograde("slow")["success"]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    done(nbclass.autograde("warm"))
    assert set(nbclass.grades("warm").values()) == {0.0}


class Echo:
    """In a service's place: a program that answers what it likes."""

    def __init__(self, reply: bytes) -> None:
        self.reply = reply

    def __call__(self, command: list[str], **streams: Any) -> subprocess.Popen[bytes]:
        program = f"import sys; sys.stdin.readline(); print({self.reply.decode()!r}, flush=True); input()"
        return subprocess.Popen([sys.executable, "-c", program], **streams)


def test_an_answer_to_another_job_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply repeats its job's number; where it is another's, the service is ended."""
    reply = msgspec.json.encode(Done(number=7, report="", cells=[]))
    monkeypatch.setattr(client, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": Echo(reply)}))
    asked = client.Service(ServiceOptions(course="", assignment=""))
    with pytest.raises(FaultError, match="another question"):
        asked.ask(Job(student="ada", path="", cells=[]))
    assert not asked.alive
    asked.close()


@pytest.mark.slow
def test_a_deleted_answer_is_for_a_person_on_both_paths(nbclass: NbClass, course: Course) -> None:
    """What is not in the file under its name may stand elsewhere in it: neither path calls it zero."""
    nbclass.hand_in("deleted", RIGHT, without("why"))
    done(nbclass.autograde("deleted"))
    assert nbclass.grades("deleted") == FULL
    assert nbclass.comments("deleted")["why"] is None
    with ScoreBook(nbclass.url) as book:
        book.save(shapes_report("fast"), nbclass.hand_in("fast", RIGHT, without("why")))
    assert nbclass.grades("fast") == FULL
    assert nbclass.comments("fast")["why"] is None


@pytest.mark.parametrize("text", ["<div>" * 200_000, "\\begin{a}" * 100_000, "**a** `b`\n\n" * 20_000])
def test_a_page_takes_no_time_that_a_student_chooses(text: str) -> None:
    """Cleaning is quadratic in what is open: a flood is shown as the text that it is."""
    started = time.process_time()
    context = Environment().from_string("").new_context()
    made = feedback.safe_markdown(context, text)
    assert time.process_time() - started < 10
    assert made.startswith("<pre>") and "<div>" not in made
    assert "<strong>bold</strong>" in feedback.safe_markdown(context, "**bold** <div>x</div>")


TWO = """\
# %%
def area(width, height):
    \"\"\"The area.\"\"\"
    ### BEGIN SOLUTION
    return width * height
    ### END SOLUTION


def größe(width, height):
    \"\"\"The size.\"\"\"
    ### BEGIN SOLUTION
    return width + height
    ### END SOLUTION


# %% [markdown] written="area" points=1
# Why?

# %% [markdown] written="why not?" points=1
# Why not?
"""


def test_ids_are_valid_and_lead_back_to_functions() -> None:
    """Any function's name, and questions called as they like: nbgrader can hold them, none twice."""
    made = source_notebook(TWO, "two", {"area": 1.0, "größe": 2.0}, Translator())
    nbformat.validate(made)
    ids = [one.metadata.nbgrader.grade_id for one in made.cells]
    assert ids == ["area", "test_area", "test_gr-f6--df-e", "area-2", "why-not-"]
    assert [names.function_of(one) for one in ids] == ["", "area", "größe", "", ""]


def test_every_function_of_a_cell_has_its_comment() -> None:
    """Two functions in a cell: what is said of the second stands below the first's."""
    made = replace(shapes_report("ada"), functions=tuple(
        replace(one, status=Status.UNATTEMPTED, score=0.0) for one in shapes_report("ada").functions
    ))  # fmt: skip
    notebook = SimpleNamespace(
        source_cells=[
            SimpleNamespace(name="area", source="def area(w, h):\n    pass\ndef dry():\n    pass"),
            SimpleNamespace(name="folds", source="%time\ndef folds(n):\n    pass"),
        ]
    )
    comments = [SimpleNamespace(name=name, auto_comment=None) for name in ("area", "folds")]
    records.write_comments(SimpleNamespace(notebook=notebook, comments=comments), made, Translator())
    assert [one.auto_comment for one in comments] == [
        "`area` is not written yet.\n\n`dry` is not written yet.",
        "`folds` is not written yet.",
    ]


def test_a_notebook_by_another_name_is_refused(nbclass: NbClass, tmp_path: Path) -> None:
    """Its cells are scored by checks of the course: without them they say nothing, and nobody gets zero."""
    other = nbclass.copy(tmp_path / "class")
    shutil.copytree(other.folder / "source" / "shapes", other.folder / "source" / "ps1")
    (other.folder / "source" / "ps1" / "shapes.ipynb").rename(other.folder / "source" / "ps1" / "ps1.ipynb")
    renamed = NbClass(other.folder, None, "ps1")
    renamed.hand_in("right", RIGHT)
    assert not renamed.autograde("right")["success"]
    assert set(renamed.grades("right").values()) == {None}
    said = renamed.comments("right")["area"] or ""
    assert "Expected shapes." in said


# ── an instructor's own course ───────────────────────────────────────────────────────────────────────────

OWN = """\
from grader.nbgrader import configure
c = get_config()
c.CourseDirectory.root = {root!r}
configure(c, isolation="process")
"""


def own_course(root: Path) -> NbClass:
    """Plain asserts, hidden tests, a helper module and a data file; nothing of ours but the settings."""
    marks = {"schema_version": 3, "task": False, "locked": False, "grade": False, "solution": False}
    code: Callable[..., nbformat.NotebookNode] = nbformat.v4.new_code_cell
    cells = [
        code("import helper\nscale = float(open('data.txt').read())"),
        code(
            "def f(x):\n    ### BEGIN SOLUTION\n    return scale * x\n    ### END SOLUTION",
            metadata={"nbgrader": marks | {"solution": True, "grade_id": "f"}},
        ),
        code(
            "import helper\nassert helper.close(f(1), 3)\n"
            "### BEGIN HIDDEN TESTS\nassert f(2) == 6\n### END HIDDEN TESTS",
            metadata={"nbgrader": marks | {"grade": True, "locked": True, "grade_id": "tests", "points": 4}},
        ),
        code(
            "import torch, warnings\nwarnings.warn('careful')\nassert f(0) == 0",
            metadata={"nbgrader": marks | {"grade": True, "locked": True, "grade_id": "zero", "points": 1}},
        ),
    ]  # fmt: skip
    source = root / "source" / "own"
    source.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source / "own.ipynb")
    (source / "data.txt").write_text("3", encoding="utf-8")
    (source / "helper.py").write_text("def close(a, b):\n    return abs(a - b) < 1e-6\n", encoding="utf-8")
    (root / "nbgrader_config.py").write_text(OWN.format(root=str(root)), encoding="utf-8")
    return NbClass(root, None, "own")


@pytest.mark.slow
def test_an_own_course_is_graded_without_rewriting(tmp_path: Path) -> None:
    """Asserts, hidden tests, files beside the notebook: graded in the sandbox, a warning costs nothing."""
    own = own_course(tmp_path / "own")
    own.hand_in("right", {"f": "def f(x):\n    return x * scale"})
    own.hand_in("wrong", {"f": "def f(x):\n    return x"})
    own.hand_in("forger", {"f": "import helper\nhelper.close = lambda a, b: True\ndef f(x):\n    return 0"})
    for student in ("right", "wrong", "forger"):
        done(own.autograde(student))
    assert own.grades("right") == {"tests": 4.0, "zero": 1.0}
    assert own.grades("wrong") == {"tests": 0.0, "zero": 1.0}
    assert own.grades("forger") == {"tests": 0.0, "zero": 1.0}
    client.end()


def test_a_changed_helper_starts_a_new_service(tmp_path: Path) -> None:
    """What lies beside the notebook is graded by, too; what an import leaves there is not."""
    helper = tmp_path / "helper.py"
    helper.write_text("x = 1\n", encoding="utf-8")
    before = client.fingerprint(None, str(tmp_path))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "helper.pyc").write_bytes(b"")
    assert client.fingerprint(None, str(tmp_path)) == before
    helper.write_text("x = 1000\n", encoding="utf-8")
    assert client.fingerprint(None, str(tmp_path)) != before


def test_what_a_grade_cell_sets_is_set_back() -> None:
    """Settings of the whole process are those that the next student's cells find."""
    folder, drawn = os.getcwd(), torch.get_rng_state()
    with service.as_before():
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(1)
        os.chdir("/")
        os.environ["GRADE_CELL"] = "1"
    assert torch.get_default_dtype() == torch.float32 and os.getcwd() == folder
    assert "GRADE_CELL" not in os.environ and torch.equal(torch.get_rng_state(), drawn)


@pytest.mark.slow
def test_nothing_of_a_class_before_stays_in_the_service(tmp_path: Path) -> None:
    """A helper that has changed is read anew; what one grading sets for the process is set back."""
    own = own_course(tmp_path / "own")
    source = own.folder / "source" / "own" / "own.ipynb"
    text = source.read_text(encoding="utf-8")
    sets = (
        "import torch, os\\ntorch.set_default_dtype(torch.float64)\\nos.chdir('/')\\nimport torch, warnings"
    )
    fresh = "assert torch.get_default_dtype() == torch.float32 and os.getcwd() != '/'"
    source.write_text(
        text.replace("import torch, warnings", f"import torch, os\\n{fresh}\\n{sets}"), encoding="utf-8"
    )
    done(own.api.generate_assignment("own", force=True))
    for student in ("first", "second", "third"):
        own.hand_in(student, {"f": "def f(x):\n    return x"})
    for student in ("first", "second"):
        done(own.autograde(student))
        assert own.grades(student) == {"tests": 0.0, "zero": 1.0}
    helper = own.folder / "release" / "own" / "helper.py"
    helper.chmod(0o644)
    helper.write_text("def close(a, b):\n    return True  # whatever\n", encoding="utf-8")
    source.write_text(
        source.read_text(encoding="utf-8").replace("assert f(2) == 6", "assert f(2) == 2"), encoding="utf-8"
    )
    done(own.api.generate_assignment("own", force=True))
    helper.chmod(0o644)
    helper.write_text("def close(a, b):\n    return True  # whatever\n", encoding="utf-8")
    done(own.autograde("third"))
    assert own.grades("third") == {"tests": 4.0, "zero": 1.0}
    client.end()
