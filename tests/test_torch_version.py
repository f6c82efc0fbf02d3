"""Answers of one version of PyTorch, used with another: what hangs on the version is not judged."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from helpers.grading import ROOT, function, grade_files
from helpers.kits import NAME, copied, laid_out, small_course
from rich.console import Console

from grader.authoring.kit import contents
from grader.course.layout import Course, open_course
from grader.course.targets import Target
from grader.model import FunctionResult, Report, Status
from grader.reference.recorded import read
from grader.reference.torch_version import release, version_here
from grader.render.in_words import in_words
from grader.render.overview import overview
from grader.sandbox.levels import Level
from grader.student.tally import Tally
from grader.submission import Found
from grader.words.translation import Translator

# A version that was tried with the one here, and one that was not.
TRIED = "2.14.9" if release(version_here()) == "2.13" else "2.13.9"
UNTRIED = "1.13.1"
DECLARED = f'@check("{NAME}", points=1, needs=test_one_number)'
RIGHT, WRONG = "return 2 * x", "return x + 2"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A kit whose second check says that its answer varies with the version, and whose first does not."""
    course = copied(small_course(tmp_path_factory.mktemp("small") / "small"), tmp_path_factory.mktemp("copy"))
    checks = course / "autograde_tests" / f"test_{NAME}.py"
    text = checks.read_text(encoding="utf-8")
    assert DECLARED in text
    checks.write_text(text.replace(DECLARED, f"{DECLARED[:-1]}, varies_with_torch=True)"), encoding="utf-8")
    return contents(open_course(course))


def of_version(kit: dict[str, bytes], folder: Path, version: str) -> Course:
    """The kit as that version of torch would have recorded it, but for the answers themselves."""
    course = laid_out(kit, folder)
    path = course.assignment(NAME).answers
    path.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(read(path), torch=version)))
    return course


def graded(course: Course, body: str = "") -> tuple[Report, FunctionResult]:
    """With that body in place of the stub."""
    work = course.assignment(NAME)
    text = work.handed_out.read_text(encoding="utf-8")
    work.exercise.write_text(text.replace("raise NotImplementedError", body or "raise NotImplementedError"))
    found = Found(student="you", assignment=NAME, path=work.exercise)
    [report] = grade_files(
        [found], course=course, seed=course.seeds[0], level=Level.NONE, devices=("cpu", "sim")
    )
    return report, function(report, NAME)


def test_what_hangs_on_the_version_is_not_checked(kit: dict[str, bytes], tmp_path: Path) -> None:
    """Neither right nor wrong: no points are at stake, once, with a sentence; all other checks go on."""
    course = of_version(kit, tmp_path, TRIED)
    report, result = graded(course, RIGHT)
    assert (report.score, report.max_score, result.status) == (1, 1, Status.PASSED)
    [unchecked] = [check for check in result.checks if check.status is Status.NOT_CHECKED]
    assert (unchecked.id, unchecked.device) == ("test_any_shape", "cpu")
    assert str(unchecked.message) == (
        "The right answer depends on the version of PyTorch. "
        f"The kit's answers were made with torch {TRIED}. This computer has torch {version_here()}."
    )
    report, result = graded(course, "return x[:1] * 2")
    assert (report.score, report.max_score) == (1, 1), "wrong for other shapes: that is not judged either"
    report, result = graded(course, WRONG)
    assert (report.score, result.status) == (0, Status.FAILED)


def test_what_is_not_written_is_no_question_of_versions(kit: dict[str, bytes], tmp_path: Path) -> None:
    """A stub earns nothing of nothing less: its points are all at stake."""
    report, result = graded(of_version(kit, tmp_path, TRIED))
    assert (report.score, report.max_score, result.status) == (0, 2, Status.UNATTEMPTED)


def test_with_its_own_version_all_is_checked(kit: dict[str, bytes], tmp_path: Path) -> None:
    """The same kit, as it was made: the check judges."""
    course = of_version(kit, tmp_path, version_here())
    assert graded(course, RIGHT)[0].score == 2
    report, result = graded(course, "return x[:1] * 2")
    assert (report.score, report.max_score, result.status) == (1, 2, Status.FAILED)


def test_a_version_that_nobody_tried_is_a_warning(kit: dict[str, bytes], tmp_path: Path) -> None:
    """A report says that answers of an untried version may be wrong; of a tried one it does not."""
    for version, warned in ((TRIED, False), (UNTRIED, True)):
        report, _ = graded(of_version(kit, tmp_path / version, version), RIGHT)
        said = " ".join(map(str, report.notes))
        assert ("A right answer may look wrong." in said) is warned, said


def test_this_course_says_what_varies() -> None:
    """`available_optimizers` lists what this version of torch has, so both of its checks say so."""
    text = (ROOT / "autograde_tests" / "test_optimizers.py").read_text(encoding="utf-8")
    held = [line for line in text.splitlines() if line.startswith('@check("available_optimizers"')]
    assert len(held) == 2 and all("varies_with_torch=True" in line for line in held)


def test_nothing_is_left_to_do_there(kit: dict[str, bytes], tmp_path: Path) -> None:
    """The overview claims no more than was checked, and `watch` does not come back to the function."""
    course = of_version(kit, tmp_path, TRIED)
    report, result = graded(course, RIGHT)
    console = Console(file=io.StringIO(), width=100)
    console.print(overview([in_words(report, Translator())]))
    assert "Everything that could be checked passes." in console.file.getvalue()  # type: ignore[attr-defined]
    target = Target(NAME, NAME)
    tally = Tally([target])
    for one in (result, replace(result, status=Status.NOT_CHECKED)):
        tally.note(replace(report, functions=(one,)))
        assert tally.done(target) and tally.next_after(None) is None
