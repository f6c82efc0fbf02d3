"""Diagnosis by replay: which misconception gives exactly these answers, and when none is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.grading import ROOT, kept

from grader.course.layout import open_course
from grader.diagnosis import mistake_answers
from grader.diagnosis.asked import Asked
from grader.diagnosis.function_mistakes import Group, read_misconceptions, right_wordings
from grader.diagnosis.replay import Misconceptions
from grader.diagnosis.same_observation import same_observation
from grader.errors import CourseError
from grader.model import Call, Cell, Observation, Outcome
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.outside.time_limit import Allowance
from grader.words.messages import of_course

SIDES = [(2, 3), (11, 9), (4, 4)]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(kept)
    yield made
    made.close()


@pytest.fixture(scope="module")
def misconceptions(pool: Pool) -> Iterator[Misconceptions]:
    made = Misconceptions(pool, open_course(ROOT / "tests" / "courses" / "sound").assignment("shapes"))
    yield made
    made.close()


def asked(pool: Pool, body: str, sides: Sequence[tuple[int, int]] = SIDES) -> list[Asked]:
    """What a student's `area` with this body makes of a few rectangles."""
    cell = Cell(name="shapes.py", text=f"def area(width, height):\n    {body}\n")
    source = SandboxedSource(pool, [cell], ["area"])
    questions = [question("area", ["width", "height"], one, {}, seed=1, device="cpu") for one in sides]
    found = [Asked(one, source.call(one, within(2.0)), Allowance(5.0)) for one in questions]
    source.close()
    return found


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("return height + width", ["adds_the_sides"]),
        ("return sum([width, height]) * 2", ["goes_around"]),
        ("return width * height", []),
        ("return width - height", []),
    ],
)
def test_the_mistake_is_named_by_its_answers(
    pool: Pool, misconceptions: Misconceptions, body: str, names: list[str]
) -> None:
    """However it is written; no match, no name."""
    found = misconceptions.matching("area", asked(pool, body))
    assert found == names


def test_one_answer_that_differs_is_enough(pool: Pool, misconceptions: Misconceptions) -> None:
    """A mistake is named only where every answer is its answer."""
    told = asked(pool, "return width + height + (width == 11)")
    assert misconceptions.matching("area", told) == []
    assert misconceptions.matching("area", told[:1]) == ["adds_the_sides"]


def test_what_gave_no_answer_is_not_replayed(pool: Pool, misconceptions: Misconceptions) -> None:
    """A hang or a death has no answers to go by; nor has a function that was asked nothing."""
    lost = asked(pool, "import os; os._exit(1)")
    assert lost[0].seen.outcome is Outcome.DIED
    assert misconceptions.matching("area", lost) == []
    assert misconceptions.matching("area", []) == []


def test_a_function_without_misconceptions_has_none(pool: Pool, misconceptions: Misconceptions) -> None:
    """`folds` has no file of misconceptions."""
    assert misconceptions.matching("folds", asked(pool, "return width + height")) == []


def test_what_a_student_reads_is_the_docstring() -> None:
    """The first line is the headline, the rest explains, the section stands apart; `_helpers` are none."""
    text = (
        '"""Wrong."""\ndef _right(x): ...\n'
        'def doubled(x):\n    """Doubled.\n\n    Once is\n    enough. (§2.1)\n    """\n'
    )
    (found,) = read_misconceptions(text, "once", "folding")
    assert (found.id, found.section) == ("once/doubled", "§2.1")
    assert found.headline == of_course("Doubled.", "folding/once/doubled/headline")
    assert found.explanation == of_course("Once is enough.", "folding/once/doubled/explanation")
    assert list(right_wordings(text)) == ["_right"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def f(x): return 1\n", "once/f needs a docstring"),
        ("def f(:", "Python cannot read the misconceptions of `once`: line 1"),
    ],
)
def test_a_file_of_misconceptions_that_cannot_be_read(text: str, words: str) -> None:
    """A mistake of the course, in one sentence."""
    with pytest.raises(CourseError, match=words):
        read_misconceptions(text, "once", "folding")


def seen(outcome: Outcome = Outcome.RETURNED, **more: object) -> Observation:
    call = Call(function="area", arguments={}, seed=1, device="cpu")
    return Observation(call=call, outcome=outcome, **more)  # type: ignore[arg-type]


def test_observations_are_the_same_by_all_that_is_seen() -> None:
    """Value, changed arguments, conduct, kind of error: each tells two calls apart."""
    assert same_observation(seen(value=1.0), seen(value=1.0))
    assert not same_observation(seen(value=1.0), seen(value=2.0))
    assert not same_observation(seen(value=1.0), seen(Outcome.RAISED))
    assert not same_observation(seen(value=1.0), seen(value=1.0, after={"width": 2}))
    assert not same_observation(seen(value=1.0), seen(value=1.0, used_autograd=True))


def test_an_error_is_the_same_without_the_names_that_a_student_chose() -> None:
    """`'Foo' object has no attribute 'x'` differs by what the student wrote alone."""
    one = seen(Outcome.RAISED, error="TypeError: area() missing 1 required positional argument: 'height'")
    assert same_observation(one, one)
    assert not same_observation(one, seen(Outcome.RAISED, error="NameError: name 'w' is not defined"))


@pytest.fixture
def endless(pool: Pool, tmp_path: Path) -> Iterator[mistake_answers.MistakeAnswers]:
    """A course whose only mistake of `area` never ends."""
    course = tmp_path / "course"
    shutil.copytree(ROOT / "tests" / "courses" / "sound", course)
    shapes = open_course(course).assignment("shapes")
    shapes.misconceptions("area").write_text(
        'def never_ends(width, height):\n    """It never ends."""\n    while True:\n        pass\n'
    )
    answers = mistake_answers.MistakeAnswers(pool, shapes)
    yield answers
    answers.close()


def test_a_mistake_that_never_ends_is_waited_for_twice(
    pool: Pool, endless: mistake_answers.MistakeAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is known: a class with many wrong answers does not wait for it each time."""
    monkeypatch.setattr(mistake_answers, "_SECONDS", 0.2)
    (item, *_) = asked(pool, "return 0")
    passing = []
    for _ in range(4):
        seen = endless.answer("area", Group.WRITTEN, "never_ends", item)
        assert seen.outcome is Outcome.TIMED_OUT
        passing.append(endless.passing)
    assert passing == [1, 1, 1, 1]


def test_a_mistake_may_use_what_the_submission_might(
    pool: Pool, endless: mistake_answers.MistakeAnswers
) -> None:
    """What takes longer is no submission's answer: nobody waits five seconds for it."""
    each = [replace(item, allowance=Allowance(0.25)) for item in asked(pool, "return 0")]
    alone = endless.answer("area", Group.WRITTEN, "never_ends", each[0])
    together = endless.each("area", Group.WRITTEN, "never_ends", each)
    assert all("longer than 0.25 seconds" in str(seen.ended) for seen in (alone, *together))


def test_questions_to_a_mistake_travel_together(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first alone, for most differ there; of those that fit, the more the longer they do."""
    alone: list[str] = []
    together: list[int] = []
    call, call_all = SandboxedSource.call, SandboxedSource.call_all

    def counted(self: SandboxedSource, *arguments: Any, **more: Any) -> Observation:
        alone.append(arguments[2])
        return call(self, *arguments, **more)

    def counted_all(self: SandboxedSource, questions: Any, *arguments: Any) -> list[Observation]:
        together.append(len(questions))
        return call_all(self, questions, *arguments)

    told = asked(pool, "return width + height", [(number, 2) for number in range(40)])
    assignment = open_course(ROOT / "tests" / "courses" / "sound").assignment("shapes")
    answers = mistake_answers.MistakeAnswers(pool, assignment)
    monkeypatch.setattr(SandboxedSource, "call", counted)
    monkeypatch.setattr(SandboxedSource, "call_all", counted_all)
    found = list(answers.each("area", Group.WRITTEN, "adds_the_sides", told))
    next(answers.each("area", Group.WRITTEN, "goes_around", told))
    answers.close()
    assert (alone, together) == (["adds_the_sides", "goes_around"], [4, 16, 16, 3])
    assert all(map(same_observation, found, [one.seen for one in told]))
