"""The reference, alive: what is known of its functions, its answers, and what it lends."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.grading import ROOT, kept

from grader.course.layout import Course, open_course
from grader.errors import CourseError
from grader.model import Cell, Outcome
from grader.reference.live import Reference, reached
from grader.sandbox import wire
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.outside.time_limit import Until

FUNCTIONS = ["area", "dry", "folds"]
SOUND = ROOT / "tests" / "courses" / "sound"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(kept)
    yield made
    made.close()


@pytest.fixture(scope="module")
def reference(pool: Pool) -> Iterator[Reference]:
    made = Reference(pool, open_course(SOUND).assignment("shapes"), FUNCTIONS)
    yield made
    made.close()


def area_of(*sides: float, seed: int = 1) -> Question:
    return question("area", ["width", "height"], sides, {}, seed=seed, device="cpu")


def test_it_answers_what_is_asked(reference: Reference) -> None:
    """An answer is an observation, as a student's is."""
    seen = reference.answer(area_of(3, 4), 2.0)
    assert (seen.outcome, seen.value) == (Outcome.RETURNED, 12)


def test_an_answer_is_asked_for_once(reference: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class of 400 asks each question of the reference once; another question is asked."""
    first = reference.answer(area_of(5, 6), 2.0)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(SandboxedSource, "call", never)
    assert reference.answer(area_of(5, 6), 2.0) is first
    with pytest.raises(AssertionError, match="asked again"):
        reference.answer(area_of(6, 5), 2.0)


def test_what_its_functions_take_and_call_is_known(reference: Reference) -> None:
    """By that, arguments get their names, and siblings that may be lent are found."""
    assert reference.parameters("dry") == ["width", "height", "depths"]
    assert reference.reaches("dry") == {"area"}
    assert reference.reaches("area") == set()


def test_a_stub_is_told_from_work(reference: Reference, pool: Pool) -> None:
    """What was given to be written, or an empty body, is a stub; anything else is work."""
    stub = open_course(SOUND).assignment("shapes").stub_cell()
    work = Cell(
        name="shapes.py", text="def area(width, height):\n    return 0\ndef dry(a, b, c):\n    pass\n"
    )
    for cell, stubs in ((stub, FUNCTIONS), (work, ["dry"])):
        source = SandboxedSource(pool, [cell], FUNCTIONS)
        definitions = source.load().definitions
        assert [name for name in definitions if reference.is_stub(definitions[name])] == stubs
        source.close()


def test_a_lent_call_is_answered_as_data(reference: Reference) -> None:
    """Also what it raises: the student's function meets the exception there."""
    lent, blob, _ = reference.relay(
        wire.LentCall(function="area", arguments=[3, 4], keywords=[]), bytearray()
    )
    assert (lent.value, lent.error, blob) == (12, "", b"")
    lent, _, _ = reference.relay(
        wire.LentCall(function="area", arguments=["a", "b"], keywords=[]), bytearray()
    )
    assert lent.value is None
    assert lent.error.startswith("TypeError")


@pytest.mark.parametrize(
    ("text", "words"),
    [("def area(:\n", "cannot be the reference"), ("x = 1\n", "does not define `area`")],
)
def test_a_solution_that_cannot_serve_is_a_mistake_of_the_course(
    pool: Pool, tmp_path: Path, text: str, words: str
) -> None:
    """It says which file, and what is missing."""
    shutil.copytree(SOUND, tmp_path / "course")
    course: Course = open_course(tmp_path / "course")
    course.assignment("shapes").solution.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=words):
        Reference(pool, course.assignment("shapes"), FUNCTIONS)


def test_what_is_reached_is_followed_through_others() -> None:
    """Directly or not, in circles too; a function is not its own sibling."""
    mentions = {"loop": ["step"], "step": ["loss", "loop"], "loss": ["print"], "other": ["loop"]}
    assert reached("loop", mentions) == {"step", "loss", "print"}
    assert reached("loss", mentions) == {"print"}


def test_many_small_questions_travel_together(pool: Pool) -> None:
    """The first at once, those behind it several at a time, and every answer to its own question."""
    source = SandboxedSource(pool, [Cell(name="own.py", text="def same(x):\n    return x\n")], ["same"])
    source.load()
    child = source.current.child
    assert child is not None
    sent: list[bytes] = []
    send = child.send

    def counted(frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        sent.append(frame)
        send(frame, deadline, ahead=ahead)

    child.send = counted  # type: ignore[method-assign]  # to count, and to send as before
    asked = [question("same", ["x"], (n,), {}, seed=1, device="cpu") for n in range(400)]
    seen = source.call_all(asked, within(10.0))
    source.close()
    assert [one.value for one in seen] == list(range(400))
    assert len(sent) < 40 and len(sent[0]) < 200
