"""The commands as a person calls them: what is written where, exit codes, and one line for every mistake."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from helpers import forked_python
from helpers.grading import ROOT, solution

from grader.cli import app, run

SCHEMA = json.loads((ROOT / "grader" / "render" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A student's folder with a whole `autograd.py`."""
    folder = tmp_path / "class" / "alice"
    folder.mkdir(parents=True)
    (folder / "autograd.py").write_text(solution("autograd"), encoding="utf-8")
    return folder


def grader(*arguments: str | Path) -> int:
    """`grader …` from the course's folder; its exit code."""
    return run(lambda: app([str(one) for one in arguments]))


def grade(*arguments: str | Path) -> int:
    return grader("grade", *arguments, "--course", ROOT, "--device", "cpu")


# ── what comes out ───────────────────────────────────────────────────────────────────────────────────────


def test_a_class_gets_a_folder_each_an_index_and_a_table(work: Path, tmp_path: Path) -> None:
    """DIR/<student>/<assignment>/report.*, DIR/index.html, DIR/grades.csv, as any new file is permitted."""
    other = tmp_path / "late" / "alice"
    shutil.copytree(work, other)
    out = tmp_path / "out"
    assert grade(work.parent, other.parent, "--output", out) == 0
    for file in ("report.html", "report.md"):
        assert (out / "alice" / "autograd" / file).is_file()
    # The same student from two folders is one row: the later counts.
    assert len(list(out.rglob("report.json"))) == 1
    assert "alice" in (out / "index.html").read_text(encoding="utf-8")
    assert (out / "grades.csv").read_text(encoding="utf-8").count("autograd,graded,19,19") == 1
    assert not [path for path in out.rglob("*") if path.is_file() and path.name.startswith(".")]
    (plain := tmp_path / "plain").write_text("")
    report = out / "alice" / "autograd" / "report.json"
    assert stat.S_IMODE(report.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_no_report_is_written_over_another(tmp_path: Path) -> None:
    """Names that end in a number, differ in what a folder may not hold or far to the right, or are taken."""
    students = ["alice", "late/alice", "alice-2", "O'Brien", "O_Brien", "x" * 150 + "1", "x" * 150 + "2"]
    students += ["index.html", "grades.csv", "𝐚" * 61 + "!"]
    for student in students:
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        (folder / "autograd.py").write_text("x = 1\n", encoding="utf-8")
    out = tmp_path / "out"
    shutil.move(tmp_path / "class" / "late", tmp_path / "late")
    assert grade(tmp_path / "class", tmp_path / "late", "--output", out)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in out.rglob("report.json")]
    assert {report["student"] for report in reports} == {*students} - {"late/alice"}
    for name in ("alice", "alice-2", "O_Brien"):
        assert (out / name / "autograd" / "report.html").is_file()
    index = (out / "index.html").read_text(encoding="utf-8")
    links = {unquote(link) for link in re.findall(r'href="([^"#]+report\.html)"', index)}
    assert len(links) == len(students) - 1 and all((out / link).is_file() for link in links)


def test_fail_under_is_an_exit_code(work: Path, tmp_path: Path) -> None:
    """1 below the percentage that is asked for, and 0 at it."""
    (work / "autograd.py").write_text(solution("autograd") + "del update\n", encoding="utf-8")
    reports = work, "--output", tmp_path / "out", "--fail-under"
    assert (grade(*reports, "50"), grade(*reports, "99")) == (0, 1)


def test_one_function_can_be_checked(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`grader check update --file …` speaks of that function alone."""
    asked = ("check", "update", "--file", work / "autograd.py", "--device", "cpu")
    assert grader(*asked, "--course", ROOT) == 0
    shown = capsys.readouterr().out
    assert "update" in shown
    assert "accumulated_gradient" not in shown


def test_the_doctor_names_every_level(capsys: pytest.CaptureFixture[str]) -> None:
    """`grader doctor` says of each isolation level whether it can be had."""
    assert grader("doctor") in (0, 3)
    shown = capsys.readouterr().out
    for level in ("full", "process", "none"):
        assert f"Isolation {level}" in shown


# ── what can go wrong ────────────────────────────────────────────────────────────────────────────────────


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said: one line, and no traceback."""
    said = capsys.readouterr().err
    assert said.startswith("grader: ") and said.count("\n") == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(("said", "code"), [("no course here", 1), (None, 0), (3, 3)])
def test_a_program_that_ends_itself_is_heard(
    said: object, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """`SystemExit` with a text is a failure that says why, as Python has it."""

    def command() -> None:
        raise SystemExit(said)

    assert run(command) == code
    assert capsys.readouterr().err == ("grader: no course here\n" if code == 1 else "")


def test_a_path_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Usage: the path is named."""
    assert grade(tmp_path / "nowhere") == 2
    assert "nowhere" in one_line(capsys)


def test_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Usage: it says what a folder should hold."""
    assert grade(tmp_path) == 2
    assert "a folder for each student" in one_line(capsys)


def test_an_unknown_assignment(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Usage: those that there are, are listed."""
    assert grade(work, "--assignment", "autogradd") == 2
    assert "autograd, gradient_descent" in one_line(capsys)


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--format", "pdf", "json, html, md"),
        ("--isolation", "strict", "full, process or none"),
        ("--audience", "everyone", "student or instructor"),
    ],
)
def test_an_unknown_choice(
    option: str, value: str, expected: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage: the choices are listed."""
    assert grade(work, option, value) == 2
    assert expected in one_line(capsys)


def test_an_output_that_cannot_be_written(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage, and before anything is graded."""
    (tmp_path / "file").write_text("in the way")
    assert grade(work, "--output", tmp_path / "file" / "out") == 2
    assert "Cannot write " in one_line(capsys)


def test_a_folder_that_is_no_course(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Usage: the folders that are missing are named."""
    assert grader("grade", work, "--course", work) == 2
    assert "autograde_tests" in one_line(capsys)


def test_a_function_that_there_is_none_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Usage: those that there are, are listed."""
    assert grader("check", "dlos_fn", "--assignment", "gradient_descent", "--course", ROOT) == 2
    assert "dloss_fn" in one_line(capsys)


BAD: dict[str, tuple[str, bytes, str]] = {
    "none": ("autograd.py", b"x = 1\n", "defines none of the functions"),
    "empty": ("autograd.py", b"", "is empty"),
    "big": ("autograd.py", b"# \n" * 1_000_000, "larger than"),
    "zip": ("autograd.zip", b"PK no zip", "zip"),
    "notebook": ("autograd.ipynb", b"\x00\xff", "is not a notebook"),
    "word": ("autograd.docx", b"word", "Hand in a `.py`, `.ipynb`, `.qmd` or `.rmd` file"),
    "binary": ("autograd.py", bytes(range(256)) * 8, "something else than text"),
    "blank": ("autograd.py", b"\n \r\n\t\n", "is empty"),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """A class of bad files and alice, graded: the reports by student."""
    root = tmp_path_factory.mktemp("bad")
    for student, (name, content, _) in BAD.items():
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / name).write_bytes(content)
    # Beside a script as it was handed out, a notebook that no parser should have to survive.
    (root / "class" / "nested").mkdir()
    shutil.copy(ROOT / "exercises" / "autograd.py", root / "class" / "nested")
    (root / "class" / "nested" / "autograd.ipynb").write_text("[" * 200_000)
    (root / "class" / "link").mkdir()
    (root / "class" / "link" / "autograd.py").symlink_to(root / "gone.py")
    (root / "class" / "pipe").mkdir()
    os.mkfifo(root / "class" / "pipe" / "autograd.py")
    (root / "class" / "alice").mkdir()
    (root / "class" / "alice" / "autograd.py").write_text(solution("autograd"), encoding="utf-8")
    assert grade(root / "class", "--output", root / "out", "--format", "json") == 3
    return {path.parts[-3]: json.loads(path.read_text()) for path in (root / "out").rglob("report.json")}


@pytest.mark.parametrize("student", [*BAD, "link", "nested", "pipe"])
def test_a_bad_file_has_no_score_and_says_why(student: str, bad: dict[str, dict[str, object]]) -> None:
    """Never zero: null, and what was expected."""
    report = bad[student]
    jsonschema.validate(report, SCHEMA)
    assert report["score"] is None and report["status"] == "not graded"
    words = {"link": "link", "nested": "is not a notebook", "pipe": "a named pipe"}
    assert (BAD[student][2] if student in BAD else words[student]) in str(report["problem"])


def test_beside_bad_files_the_rest_is_graded(bad: dict[str, dict[str, object]]) -> None:
    """One bad file costs nobody else."""
    assert bad["alice"]["score"] == bad["alice"]["max_score"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course with one assignment, to break."""
    root = tmp_path / "course"
    for folder in ("exercises", "solutions"):
        (root / folder).mkdir(parents=True)
        shutil.copy(ROOT / folder / "autograd.py", root / folder)
    (root / "autograde_tests").mkdir()
    return root


def outside(course: Path, work: Path) -> subprocess.CompletedProcess[str]:
    """`grader grade` in a process of its own: pytest collects a module of one name once a process."""
    command = ("-m", "grader", "grade", work, "--course", course, "--output", course / "out")
    return forked_python.run(*command, "--device", "cpu", levels=["full"])


@pytest.mark.parametrize(
    ("checks", "code", "words"),
    [
        ("", 2, "has no checks"),
        ("import nonsense_that_is_not_there\n", 3, "No module named 'nonsense_that_is_not_there'"),
        ("def test_broken(:\n", 3, "SyntaxError"),
    ],
)
def test_checks_that_cannot_be_used(checks: str, code: int, words: str, course: Path, work: Path) -> None:
    """Not the student's fault: no report says zero, and the line says what is wrong with the course."""
    (course / "autograde_tests" / "test_autograd.py").write_text(checks, encoding="utf-8")
    done = outside(course, work)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done
    assert words in done.stderr
    assert not list(course.rglob("report.json"))


def test_a_reference_that_does_not_load_is_the_courses_fault(course: Path, work: Path) -> None:
    """A usage error that names the solution, whatever the student wrote; nobody gets a zero."""
    for name in ("test_autograd.py", "thermometer.py", "loops.py", "special_values.py"):
        shutil.copy(ROOT / "autograde_tests" / name, course / "autograde_tests")
    (course / "solutions" / "autograd.py").write_text("raise RuntimeError('no')\n", encoding="utf-8")
    done = outside(course, work)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done
    assert "solutions/autograd.py" in done.stderr
    assert not list(course.rglob("report.json"))


def test_what_an_earlier_run_wrote_is_no_submission(
    work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`grader grade .` in the folder of submissions, twice: nobody handed in the reports that lie there."""
    monkeypatch.chdir(work.parent)
    for _ in range(2):
        assert grade(".", "--output", "results") == 0
    assert (work.parent / "results" / "grades.csv").read_text(encoding="utf-8").count("\n") == 2


def test_a_function_of_another_assignment(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--file` says which assignment it is, and a function of another is no slip to pass over."""
    question = ("check", "gradient_descent.loss_fn", "--file", work / "autograd.py", "--course", ROOT)
    assert grader(*question) == 2
    assert "`gradient_descent.loss_fn` belongs to another assignment" in capsys.readouterr().err


def test_an_assignment_without_checks_costs_nobody_else(course: Path, work: Path) -> None:
    """A course that is not finished: that submission says so, and the rest of the class is graded."""
    for folder in ("exercises", "solutions"):
        shutil.copy(ROOT / folder / "quadratic.py", course / folder)
    for name in ("test_quadratic.py", "thermometer.py", "loops.py", "special_values.py"):
        shutil.copy(ROOT / "autograde_tests" / name, course / "autograde_tests")
    (course / "autograde_tests" / "test_autograd.py").write_text("X = 1\n", encoding="utf-8")
    (work / "quadratic.py").write_text("def model(t_u, w2, w1, b):\n    return w2 * t_u**2 + w1 * t_u + b\n")
    done = outside(course, work.parent)
    assert done.returncode == 3, done.stderr
    grades = (course / "out" / "grades.csv").read_text(encoding="utf-8")
    assert "alice,quadratic,graded" in grades and "has no checks" in grades


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv, of util-linux")
def test_a_folder_that_may_not_be_entered_costs_one_student(work: Path, tmp_path: Path) -> None:
    """`chmod -R 644` takes the x from folders, too: that submission says so, and the class is graded."""
    for name in ("bob", "cleo/inner"):
        (work.parent / name).mkdir(parents=True)
        (work.parent / name / "autograd.py").write_text("x = 1\n", encoding="utf-8")
    (work.parent / "bob").chmod(0o644)
    (work.parent / "cleo" / "inner").chmod(0o644)
    out = tmp_path / "out"
    # As anybody but root would.
    plain = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*plain, sys.executable, "-m", "grader", "grade", str(work.parent), "--output", str(out)]
    done = subprocess.run(
        [*command, "--isolation", "process", "--device", "cpu"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    (work.parent / "bob").chmod(0o755)
    (work.parent / "cleo" / "inner").chmod(0o755)
    assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
    grades = (out / "grades.csv").read_text(encoding="utf-8")
    assert "alice,autograd,graded" in grades and grades.count("not graded") == 2


def test_an_old_encoding_of_the_terminal_is_no_traceback(work: Path) -> None:
    """A file on Windows, or a Latin-1 locale: what that cannot show is a question mark."""
    check = ("check", "--file", str(work / "autograd.py"), "--device", "cpu")
    command = [sys.executable, "-m", "grader", *check]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert b"19 / 19" in done.stdout
