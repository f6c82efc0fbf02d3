"""Verdicts in words and points: what one check comes to, alone and on several devices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grading import verdicts
from grader.model import CheckResult, Diagnosis, Location, Status
from grader.testing.checks import Check, CheckFailure
from grader.words.messages import NOTHING, heard

OPEN = Check(id="test_sum", function="total", points=2, title=heard("The sum."))
HIDDEN = replace(OPEN, id="test_empty", hidden=heard("Is an empty list handled?"))
HERE = Location(file="sums.py", line=3)


def result(status: Status, device: str = "cpu", **more: object) -> CheckResult:
    return replace(verdicts.verdict(OPEN, device, status), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "score"),
    [(Status.PASSED, 2.0), (Status.FAILED, 0.0), (Status.BLOCKED, 0.0), (Status.FAULT, None)],
)
def test_points_follow_the_status(status: Status, score: float | None) -> None:
    """All of a check's points or none; a fault has no score, for it says nothing about the student."""
    made = verdicts.verdict(OPEN, "cpu", status)
    assert (made.score, made.max_score) == (score, 2.0)


def test_points_hang_on_the_first_device_that_fails() -> None:
    """Right on the CPU and wrong on sim: the points are lost there, and counted once."""
    found = verdicts.settled([result(Status.PASSED), result(Status.FAILED, "sim")])
    assert [(one.score, one.max_score) for one in found] == [(0.0, 0.0), (0.0, 2.0)]


def test_points_hang_on_the_first_device_where_all_pass() -> None:
    """Passed everywhere: the points are given once."""
    found = verdicts.settled([result(Status.PASSED), result(Status.PASSED, "sim")])
    assert [(one.score, one.max_score) for one in found] == [(2.0, 2.0), (0.0, 0.0)]


def test_what_was_not_checked_weighs_nothing() -> None:
    """Not checked on the only device: neither points nor a maximum."""
    (found,) = verdicts.settled([result(Status.NOT_CHECKED)])
    assert (found.score, found.max_score) == (0.0, 0.0)


def test_the_next_device_is_tried_after_a_pass_of_ones_own() -> None:
    """Not after a failure, nor where a sibling's mistake was taken out first."""
    assert verdicts.goes_on(result(Status.PASSED))
    assert verdicts.goes_on(result(Status.NOT_CHECKED))
    assert not verdicts.goes_on(result(Status.FAILED))
    assert not verdicts.goes_on(result(Status.PASSED, blamed=("loss_fn",)))


def test_a_hidden_check_says_its_own_words_for_a_wrong_value() -> None:
    """What a hidden check compared stays hidden; a visible one says what came."""
    failure = CheckFailure(heard("expected 0, got 7"), kind="values")
    assert verdicts.no(OPEN, "cpu", failure, HERE).message == heard("expected 0, got 7")
    assert verdicts.no(HIDDEN, "cpu", failure, HERE).message == heard("Is an empty list handled?")


def test_a_hidden_check_tells_no_exception_text() -> None:
    """The text of an exception is the student's to choose, and could carry the hidden input out."""
    known = CheckFailure(heard("`total` raised ValueError: 1, 2, 3"), kind="raised", raised="ValueError")
    own = CheckFailure(heard("`total` raised Secret: 1, 2, 3"), kind="raised", raised="Secret")
    for failure, kind in ((known, "ValueError"), (own, "an exception")):
        said = str(verdicts.no(HIDDEN, "cpu", failure, HERE).message)
        assert said == f"`total` raised {kind} on an input that is not shown."


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("values", "Is an empty list handled?"),
        ("conduct", "Is an empty list handled?"),
        ("raised", "`total` raised an exception on an input that is not shown."),
        ("lost", "`total` gave no answer to an input that is not shown."),
    ],
)
def test_what_students_are_told_of_a_hidden_check(kind: str, told: str) -> None:
    """One of three sentences, whatever the message says; of an open check there is nothing to add."""
    failure = CheckFailure(heard("4711"), kind=kind, case=heard("This happens with 4711."))  # type: ignore[arg-type]
    assert str(verdicts.no(HIDDEN, "cpu", failure, HERE).told) == told
    assert verdicts.no(OPEN, "cpu", failure, HERE).told == NOTHING


def test_a_failure_lies_where_it_was_seen_else_at_the_definition() -> None:
    """The line of an error leads; without one, the line of the function."""
    there = Location(file="sums.py", line=9)
    assert verdicts.no(OPEN, "cpu", CheckFailure("wrong", location=there), HERE).location == there
    assert verdicts.no(OPEN, "cpu", CheckFailure("wrong"), HERE).location == HERE


def test_right_on_one_device_and_wrong_on_another_is_said() -> None:
    """Both devices are named, and the line that made a tensor elsewhere."""
    failure = CheckFailure("On the wrong device.", origin=Location(file="sums.py", line=5))
    said = str(verdicts.no(OPEN, "sim", failure, HERE, right_on="cpu").message)
    assert said.startswith(
        "The result is right on the CPU, but wrong on sim, a pretend GPU. On the wrong device."
    )
    assert "A tensor is made on the wrong device: see sums.py, line 5." in said


def test_a_missing_function_is_looked_for_under_a_similar_name() -> None:
    """`Total` beside a wanted `total` is named; a name that is nothing like it is not."""
    assert "Your file has `totals`." in str(verdicts.missing_words("total", ["totals", "mean"]))
    assert "Your file has" not in str(verdicts.missing_words("total", ["mean"]))


def test_a_diagnosis_stands_at_the_failures_of_its_device() -> None:
    """Misconceptions are about values: what failed on another device keeps its own words."""
    named = Diagnosis(
        id="total/forgets_one", headline=heard("One is left out."), explanation=NOTHING, section=""
    )
    passed, failed, elsewhere = result(Status.PASSED), result(Status.FAILED), result(Status.FAILED, "sim")
    found = verdicts.explained([passed, failed, elsewhere], "cpu", named, None)
    assert [one.diagnosis for one in found] == [None, named, None]


def test_a_check_that_could_not_be_tried_is_noted() -> None:
    """One line each, with the device and the reason."""
    untried = result(Status.NOT_CHECKED, "sim", message=heard("an operation is missing"))
    (note,) = verdicts.unchecked_notes([result(Status.PASSED), untried])
    said = 'This check could not be tried on sim, a pretend GPU: "The sum." an operation is missing'
    assert str(note) == said
