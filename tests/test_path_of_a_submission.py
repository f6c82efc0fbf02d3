"""docs/architecture.md names the modules that a submission passes, in the order in which it passes them."""

from __future__ import annotations

import importlib.util
import re
import sys
import threading
from pathlib import Path
from types import CodeType, FrameType

import pytest
from helpers.grading import BRIEF, ROOT
from helpers.zygotes import not_leased

from grader.audience import Audience, view
from grader.course.layout import open_course
from grader.grading.grade import grade_class
from grader.grading.settings import Settings
from grader.model import Report
from grader.render import json as render_json
from grader.sandbox.levels import Level
from grader.submission import Found

SOUND = ROOT / "tests" / "courses" / "sound"
HEADING = "\n## The path of a submission\n"
# To be imported, or made, is not to be passed.
NOT_A_VISIT = ("<module>", "__init__", "__create_fn__", "__post_init__")


def listed() -> list[str]:
    """The modules of the document's ordered list, each the first name of its item."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert text.count(HEADING) == 1
    section = text.partition(HEADING)[2].partition("\n## ")[0]
    return re.findall(r"^\d+\. `([\w.]+)`", section, re.MULTILINE)


def grade(path: Path) -> Report:
    """Grade a submission and make its report, as a command does."""
    reports: list[Report] = []
    found = [Found(student="ada", assignment="shapes", path=path)]
    settings = Settings(seed=7, level=Level.NONE, budget=BRIEF)
    grade_class(open_course(SOUND), found, settings, reports.append)
    render_json.render(view(reports[0], Audience.STUDENT))
    return reports[0]


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The modules in the order in which a function of each is entered first, less `grader.`."""
    path = tmp_path_factory.mktemp("submission") / "shapes.py"
    right = (SOUND / "solutions" / "shapes.py").read_text(encoding="utf-8")
    # One mistake that a misconception names, and one of which only the line can be told.
    wrong = right.replace("return width * height", "return width + height").replace(
        "count += 1", "count += 3"
    )
    path.write_text(wrong, encoding="utf-8")
    grade(path)  # what is imported late is imported now
    entered: dict[str, None] = {}
    met: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code in met:
            return
        met.add(frame.f_code)
        name = str(frame.f_globals.get("__name__"))
        if name.startswith("grader.") and not constructs(frame):
            entered.setdefault(name.removeprefix("grader."))

    before = sys.getprofile()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        with not_leased():
            report = grade(path)
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
    # It passed everything: checks said no, a misconception says why, and a line was found.
    checks = [check for function in report.functions for check in function.checks]
    assert any(check.diagnosis for check in checks) and any(check.located for check in checks)
    return list(entered)


def constructs(frame: FrameType) -> bool:
    """Whether a frame only makes a module or an object, or something within."""
    return any(part in frame.f_code.co_qualname for part in NOT_A_VISIT)


def test_each_listed_module_exists() -> None:
    """A module that was moved or renamed is moved in the list, too."""
    assert len(listed()) > 12
    assert [name for name in listed() if importlib.util.find_spec(f"grader.{name}") is None] == []


def test_the_list_has_the_order_in_which_they_are_passed(passed: list[str]) -> None:
    """Whoever reads along the list follows a submission."""
    assert [name for name in passed if name in listed()] == listed()


def test_no_module_of_the_engine_is_left_out(passed: list[str]) -> None:
    """Whatever judges is in the list: all of grading, diagnosis, comparison and what may be seen."""
    engine = [
        name for name in passed if name.split(".")[0] in ("grading", "diagnosis", "compare", "audience")
    ]
    assert len(engine) > 6
    assert set(engine) <= set(listed())
