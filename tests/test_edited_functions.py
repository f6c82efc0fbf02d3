"""Edits of one function in one child: each is called by itself, and what one does is its own doing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from helpers.grading import kept

from grader.diagnosis.written import Written
from grader.model import Cell, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, question
from grader.sandbox.outside.sandboxed_source import SandboxedSource

TEXT = "def count(n):\n    done = 0\n    while done < n:\n        done += 1\n    return done"
HELPED = "\n\ndef twice(n):\n    return 2 * count(n)\n"
# What the loop's line of counting becomes.
EDITS = [
    "done += 2",
    "done -= 1",
    "done += +",
    "import os; os._exit(3)",
    "done += 1; done -= twice(0)",
    "done += 3",
]


@pytest.fixture
def sandboxed() -> Iterator[SandboxedSource]:
    """A submission, and edits of one of its functions."""
    own = Written(TEXT)
    start = TEXT.index("done += 1")
    each = [[(start, start + len("done += 1"), edit)] for edit in EDITS]
    made = SandboxedSource(
        Pool(kept),
        [Cell(name="a.py", text=TEXT + HELPED)],
        ["count", "twice"],
        budget=Budget(load=60.0, total=60.0, patience=1),
        edits=wire.Edits(own.name, own.text, each, 200),
    )
    yield made
    made.close()


def asked(n: int, function: str) -> Question:
    return question(function, ["n"], [n], {}, seed=1, device="cpu")


def answers(sandboxed: SandboxedSource, n: int, edits: Sequence[int]) -> list[Observation]:
    questions = [asked(n, wire.edited_name("count", number)) for number in edits]
    return sandboxed.call_all(questions, within(20.0))


def test_each_edit_answers_for_itself(sandboxed: SandboxedSource) -> None:
    """Beside the function as it is, which others call as before."""
    sandboxed.load()
    assert [seen.value for seen in answers(sandboxed, 4, [0, 5, 4])] == [4, 6, 4]
    as_it_is = sandboxed.call_all([asked(4, "count"), asked(4, "twice")], within(20.0))
    assert [seen.value for seen in as_it_is] == [4, 8]


def test_an_endless_loop_ends_by_its_turns(sandboxed: SandboxedSource) -> None:
    """At the same turn on every machine: an exception, and the child goes on. Each call counts anew."""
    sandboxed.load()
    endless, again, right = answers(sandboxed, 4, [1, 1, 0])
    assert endless.error_type == again.error_type == "RuntimeError"
    assert right.value == 4
    assert [seen.value for seen in answers(sandboxed, 150, [5, 5])] == [150, 150]
    assert answers(sandboxed, 300, [0])[0].value == 300
    assert answers(sandboxed, 500, [0])[0].error_type == "RuntimeError"


def test_what_is_no_python_says_so(sandboxed: SandboxedSource) -> None:
    """It costs itself."""
    sandboxed.load()
    broken, right = answers(sandboxed, 4, [2, 0])
    assert (broken.outcome, broken.error_type) == (Outcome.RAISED, "SyntaxError")
    assert right.value == 4


def test_one_that_ends_the_process_costs_no_other(sandboxed: SandboxedSource) -> None:
    """Those behind it meet a new child with the same edits."""
    sandboxed.load()
    found = answers(sandboxed, 4, [0, 3, 5, 0])
    assert [seen.outcome for seen in found] == [
        Outcome.RETURNED,
        Outcome.DIED,
        Outcome.RETURNED,
        Outcome.RETURNED,
    ]
    assert [found[0].value, found[2].value, found[3].value] == [4, 6, 4]
