"""What a further submission costs in things that can be counted: children, frames, questions asked again."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from helpers.grading import ROOT, kept

from grader.course.layout import open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.sandbox.outside.client import ForkedChild, ZygoteLine
from grader.sandbox.outside.current_child import CurrentChild
from grader.submission import Found

BOTH = ("cpu", "sim")
NAMES = ("gradient_descent", "autograd", "optimizers")
CLASS = 3


@pytest.fixture(scope="module")
def counted() -> dict[str, list[Counter[str]]]:
    """By assignment, what each of several equal submissions has cost: the reference, handed in each time."""
    course, now = open_course(ROOT), Counter[str]()
    found: dict[str, list[Counter[str]]] = {}
    patch = pytest.MonkeyPatch()
    spawn, send, ask = ZygoteLine.spawn, ForkedChild.send, CurrentChild.send

    def spawned(self: ZygoteLine, device: str = "cpu") -> ForkedChild:
        now[f"children on {device}"] += 1
        return spawn(self, device)

    def sent(self: ForkedChild, *arguments: Any, **more: Any) -> None:
        now["frames"] += 1
        send(self, *arguments, **more)

    def asked(self: CurrentChild, *arguments: Any, **more: Any) -> Any:
        now["questions to the reference" if self.trusted else "questions"] += 1
        return ask(self, *arguments, **more)

    patch.setattr(CurrentChild, "send", asked)
    patch.setattr(ZygoteLine, "spawn", spawned)
    patch.setattr(ForkedChild, "send", sent)

    def loop(session: pytest.Session) -> None:
        items = items_by_assignment(session.items)
        with Grading(course, Settings(seed=7, devices=BOTH), kept) as grading:
            for name in NAMES:
                one = Found(student="ada", assignment=name, path=course.assignment(name).solution)
                for _ in range(CLASS):
                    now.clear()
                    report = grade_one(grading, one, items[name], session.config)
                    assert report.score == report.max_score
                    found.setdefault(name, []).append(Counter(now))

    try:
        run_warm(course, NAMES, loop)
    finally:
        patch.undo()
    return found


def test_each_device_takes_one_child(counted: dict[str, list[Counter[str]]]) -> None:
    """And what the first made for all, the reference's and the stub's, is not made again."""
    for name, (_, *further) in counted.items():
        for one in further:
            assert [one[f"children on {device}"] for device in BOTH] == [1, 1], name


def test_questions_travel_together(counted: dict[str, list[Counter[str]]]) -> None:
    """Loading takes a frame, too, and still there are fewer than questions: several share one."""
    for name, (_, *further) in counted.items():
        for one in further:
            assert one["frames"] < one["questions"], (name, one)


def test_only_the_first_of_a_class_asks_the_reference(counted: dict[str, list[Counter[str]]]) -> None:
    """Its answers are kept: whoever comes later costs what the one before did, to the frame."""
    for name, (first, *further) in counted.items():
        assert first["questions to the reference"] > 10, name
        assert [one["questions to the reference"] for one in further] == [0] * len(further), name
        assert all(one == further[0] for one in further), name
