"""An assignment tried before the class: the released notebook, the solution, and answers that are None."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")

from helpers.own_course import Case, OwnCourse
from nbgrader.api import Gradebook
from rich.console import Console

from grader.commands.nbgrader_try import try_it
from grader.commands.options import NbgraderTryOptions
from grader.commands.output import Output
from grader.errors import UsageError
from grader.nbgrader import client, trial
from grader.nbgrader.lines import BEGIN, END
from grader.nbgrader.none_answers import none_answer
from grader.nbgrader.protocol import CellRun, received
from grader.nbgrader.trial import CellTrial, Got

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")
CASES = [
    Case("square", "", "def sq(x):\n    return x * x", "def sq(x):\n    return x", ("assert sq(3) == 9",)),
    Case(
        "lenient",
        "",
        "def one(x):\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION",
        "def one(x):\n    return 2",
        ("try:\n    assert one(1) == 1\nexcept:\n    pass",),
    ),
    Case("unsolved", "", "def h(x):\n    return 1", "def h(x):\n    return 3", ("assert h(1) == 2",)),
    Case("false", "", "def k(x):\n    return 0", "def k(x):\n    return 1", ("assert not k(0)",)),
    Case("total", "", "total = 6", "total = 5", ("assert total == 6",)),
]
SETTINGS = """\
from grader.nbgrader import configure
c = get_config()
c.CourseDirectory.root = {root!r}
configure(c)
"""
ACCEPT = "c.RunInSandbox.accept.extend(['own/own/lenient-0'])"


# nbgrader writes its test when it makes the release; in the source notebook that is a comment.
AUTOTEST = Case("double", "", "def d(x):\n    return 2 * x", "", ("# a test of d(3)",))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> OwnCourse:
    """An assignment `own` of two notebooks, of which students hand in the first."""
    made = OwnCourse(tmp_path_factory.mktemp("own"))
    made.release_notebooks("own", {"own": CASES, "written": [AUTOTEST]})
    with Gradebook(made.url) as gradebook:
        gradebook.find_source_cell("double-0", "written", "own").source = "assert d(3) == 6"
        gradebook.db.commit()
    text = SETTINGS.format(root=str(made.folder))
    (made.folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    return made


def told(folder: Path, assignment: str = "own") -> tuple[int, str]:
    """The exit code of the command and what it prints."""
    written = io.StringIO()
    output = Output(Console(file=written, width=120, markup=False))
    with pytest.MonkeyPatch.context() as patch:
        # The command's own process has no service yet, and ends the one that it starts.
        patch.setattr(client, "_kept", [])
        code = try_it(NbgraderTryOptions(assignment=assignment, folder=folder), output)
        assert not client._kept
    return code, written.getvalue()


@pytest.fixture(scope="module")
def told_of_own(course: OwnCourse) -> tuple[int, str]:
    """What the command says of `own`, in each of its notebooks."""
    return told(course.folder)


def test_the_command_says_cell_by_cell_what_they_got(told_of_own: tuple[int, str]) -> None:
    """Nothing, solution, None; what that means for the class; and the line that accepts it."""
    code, both = told_of_own
    text = both.partition("The notebook written")[0]
    rows = {line.split()[0]: line.split(maxsplit=1)[1] for line in text.splitlines() if " / " in line}
    wanted = {
        "square-0": ["0 / 2", "2 / 2", "0 / 2"],
        "lenient-0": ["2 / 2", "2 / 2", "2 / 2"],
        "unsolved-0": ["0 / 2", "0 / 2", "0 / 2"],
        "false-0": ["0 / 2", "2 / 2", "2 / 2"],
        "total-0": ["0 / 2", "2 / 2", "0 / 2"],
    }
    assert {name: " ".join(row.split()) for name, row in rows.items()} == {
        name: " ".join(cells) for name, cells in wanted.items()
    }
    assert code == 1 and ACCEPT in text.splitlines()
    assert "`own/own/lenient-0` gives points to the released notebook. Its points go to a person." in text
    assert "`own/own/unsolved-0` does not give full points to the solution." in text
    assert "`own/own/false-0` gives points to an answer that is None." in text
    assert "square-0, released notebook: NameError" in text
    assert "unsolved-0, solution: AssertionError: assert h(1) == 2" in text


def test_a_solution_that_needs_more_than_the_limits_makes_room(course: OwnCourse) -> None:
    """What it uses itself is what students may use three times."""
    slow = Case(
        "big",
        "",
        "data = bytearray(1200 << 20)\nsize = len(data)",
        "size = 0",
        ("assert size == 1200 << 20",),
    )
    course.release("big", [slow])
    course.hand_in("big", "right", [slow])
    assert course.autograde("big", "right") == {"big-0": 2.0}, course.said("big", "right")


def test_the_class_is_graded_by_what_was_tried(course: OwnCourse) -> None:
    """What nothing gets is a person's until it is accepted; where the solution fails, nobody has a zero."""
    for student in ("right", "wrong", "stub", "accepted"):
        cases = [case if student != "accepted" else Case(case.name, "", "", case.right, ()) for case in CASES]
        course.hand_in("own", student, cases)
    full = {"square-0": 2.0, "lenient-0": None, "unsolved-0": None, "false-0": 2.0, "total-0": 2.0}
    assert course.autograde("own", "right") == full, course.said("own", "right")
    none = {"square-0": 0.0, "lenient-0": None, "unsolved-0": None, "false-0": 0.0, "total-0": 0.0}
    assert course.autograde("own", "wrong") == none
    assert course.autograde("own", "stub") == none
    assert "as it was released gets points" in course.said("own", "stub")
    course.config.RunInSandbox.accept = ["own/own/lenient-0"]
    assert course.autograde("own", "accepted")["lenient-0"] == 2.0


def test_tests_that_nbgrader_wrote_at_the_release_are_tried(told_of_own: tuple[int, str]) -> None:
    """`### AUTOTEST` is a comment in the source notebook; its test stands in the gradebook."""
    lines = told_of_own[1].partition("The notebook written")[2].splitlines()
    assert ["double-0", "0 / 2", "2 / 2", "0 / 2"] in [re.split(r"  +", line) for line in lines]


def test_it_is_tried_once_for_each_state(course: OwnCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second student costs no second trial; another source notebook does."""
    seen: list[str] = []
    ask = client.ask

    def watched(options: object, job: object) -> object:
        seen.append(getattr(job, "student"))  # noqa: B009 - of whatever type
        return ask(options, job)  # type: ignore[arg-type]

    monkeypatch.setattr(client, "ask", watched)
    course.hand_in("own", "next", CASES)
    course.autograde("own", "next")
    assert seen == ["next"]
    path = course.folder / "source" / "own" / "own.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("h(1) == 2", "h(1) == 1"), encoding="utf-8")
    course.hand_in("own", "later", CASES)
    course.autograde("own", "later")
    assert seen == ["next", *["trial"] * 3, "later"]


def test_the_next_assignment_has_the_same_service_and_its_own_files(course: OwnCourse) -> None:
    """Of two modules of one name each is its assignment's, for grade cells and for students."""
    ends = []
    for name, number in (("first", 3), ("second", 4)):
        case = Case(
            name,
            "import helper",
            "def f():\n    return helper.N",
            "def f():\n    return 0",
            (f"import helper\nassert f() == helper.N == {number}",),
        )
        folder = course.folder / "source" / name
        folder.mkdir(parents=True)
        (folder / "helper.py").write_text(f"N = {number}\n", encoding="utf-8")
        course.release(name, [case])
        course.hand_in(name, "right", [case])
        assert course.autograde(name, "right") == {f"{name}-0": 2.0}, course.said(name, "right")
        ends.append(client._kept[0])
    assert ends[0] is ends[1] and ends[0].alive


def test_what_cannot_be_tried_says_so(course: OwnCourse, tmp_path: Path) -> None:
    """No settings, no such assignment, a settings file with a mistake."""
    with pytest.raises(UsageError, match="There is no"):
        told(tmp_path)
    with pytest.raises(UsageError, match="has no notebook"):
        told(course.folder, "nowhere")
    (tmp_path / "nbgrader_config.py").write_text("1 / 0", encoding="utf-8")
    with pytest.raises(UsageError, match="division by zero"):
        told(tmp_path)


def test_answers_that_are_none() -> None:
    """Functions, methods and variables; imports and what the instructor gave stay."""
    text = (
        "TOL = 1\n### BEGIN SOLUTION\nimport math\ndef f(x, y=2):\n    return x\nclass A:\n    n = 3\n"
        "    def g(self):\n        return 1\na, b = f(1), 2\nprint(a)\n### END SOLUTION"
    )
    made = none_answer(text, (BEGIN, END))
    held: dict[str, object] = {}
    exec(made, held)
    assert held["TOL"] == 1 and "math" in held and (held["a"], held["b"]) == (None, None)
    assert eval("f(1), A().g(), A.n", held) == (None, None, None)
    assert none_answer("%%writefile a.py\nx = (", (BEGIN, END)) == ""


def test_a_verdict_after_a_trial() -> None:
    """Only points of a cell that gives them to nothing, and only a zero where the solution fails."""

    def cell(released: float | None, solution: float | None) -> CellTrial:
        return CellTrial(name="a", points=2, released=Got(released), solution=Got(solution), none=Got(0.0))

    full, zero = CellRun(score=2.0), CellRun(score=0.0)
    assert trial.decided(full, cell(2.0, 2.0), accepted=False).score is None
    assert trial.decided(full, cell(2.0, 2.0), accepted=True) == full
    assert trial.decided(zero, cell(2.0, 2.0), accepted=False) == zero
    assert trial.decided(zero, cell(0.0, None), accepted=True).score is None
    assert trial.decided(full, cell(0.0, 1.0), accepted=False) == full
    assert trial.decided(full, cell(None, 2.0), accepted=False) == full
    assert trial.decided(zero, None, accepted=False) == zero
    note = received(trial.decided(full, cell(1.0, 2.0), accepted=False).note)
    assert str(note).startswith("A person must mark this cell.")
