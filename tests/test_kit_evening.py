"""A student's first evening with a kit: a new environment, an index without the grader, many mistakes.

`pytest -m slow -s tests/test_kit_evening.py` shows what the student sees.
"""

from __future__ import annotations

import pytest
from helpers.grading import ROOT
from helpers.kits import laid_out
from helpers.own_environment import OwnEnvironment
from helpers.student_course import write

from grader.authoring.kit import KitOptions, contents
from grader.course.layout import open_course

pytestmark = pytest.mark.slow
NAME = "gradient_descent"


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> OwnEnvironment:
    """With the kit unpacked and what its README says done once."""
    folder = tmp_path_factory.mktemp("kit")
    files = contents(open_course(ROOT), KitOptions(assignments=(NAME,)))
    laid_out(files, folder)
    return OwnEnvironment(folder, tmp_path_factory.mktemp("lent") / "site-packages")


def test_it_installs(student: OwnEnvironment) -> None:
    """As the README says, where no index has the grader: it comes out of the kit, and that one runs."""
    said = student.types(
        "python", "-m", "pip", "install", "--disable-pip-version-check", "-r", "requirements.txt"
    )
    assert "Successfully installed torchgrader" in said
    where = student.types("python", "-c", "import grader; print(grader.__file__)")
    assert where.startswith(str(student.folder / ".venv"))


def test_three_mistakes_and_a_print(student: OwnEnvironment) -> None:
    """Each wrong function is named with its mistake; what one printed stands under its call."""
    work = student.folder / "exercises" / f"{NAME}.py"
    write(work, "model", "print('w is', w)\n    return b * t_u + w")
    write(work, "loss_fn", "return ((t_p - t_c) ** 2).sum()")
    write(work, "dloss_fn", "return (t_p - t_c) / t_p.size(0)")
    said = " ".join(student.types("grader", "check", "--all", "--seed", "1").split())
    for mistake in (
        "You exchanged `w` and `b`",
        "You add up the squared differences.",
        "The factor 2 is missing",
    ):
        assert mistake in said, mistake
    assert "w is " in said
    brief = student.types("grader", "check", "--seed", "1")
    assert len(brief.splitlines()) < 30 and "What to do next" in brief


def test_a_syntax_error_comes_first(student: OwnEnvironment) -> None:
    """What does not parse is the headline; the mistakes of other functions are still named below it."""
    work = student.folder / "exercises" / f"{NAME}.py"
    write(work, "dmodel_dw", "retrun t_u")
    said = student.types("grader", "check", "--all", "--seed", "1")
    first = said.index("retrun")
    assert first < said.index("You exchanged `w` and `b`")


def test_a_rename_is_survived(student: OwnEnvironment) -> None:
    """The file under another name is found by its functions, and said."""
    work = student.folder / "exercises" / f"{NAME}.py"
    work.with_suffix(".ipynb").unlink()
    work.rename(work.with_name("my loops, final.py"))
    said = " ".join(student.types("grader", "check", "--all", "--seed", "1").split())
    assert f"exercises/{NAME}.py is not there. exercises/my loops, final.py has its functions" in said
    assert "You exchanged `w` and `b`" in said
