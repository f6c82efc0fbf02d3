"""The cohort is what it says: each mistake shows, each right answer is right, and its headers are true."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from cohort.entries import COHORT, Entry, base, compose, read_cohort
from cohort.inputs import DRAWN
from cohort.lines import Failed, same, value_of
from cohort.oracle import FEW, SEEDS, complaints, expected
from helpers.grading import ROOT

# Students convert a loss that still has its graph; torch warns, and the value is right.
pytestmark = pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad")

WRONG = [entry for entry in read_cohort() if entry.wrong]
RIGHT = [entry for entry in read_cohort() if not entry.wrong]


@cache
def words_of(assignment: str) -> str:
    """Everything that an exercise says and holds, in one line, without the signs of comments."""
    exercise = (ROOT / "exercises" / f"{assignment}.py").read_text(encoding="utf-8")
    return " ".join(re.sub(r"^\s*#( %%.*)?", "", exercise, flags=re.MULTILINE).split())


def ids(entry: Entry) -> str:
    """How pytest names an entry."""
    return entry.id


@pytest.mark.parametrize("entry", read_cohort(), ids=ids)
def test_the_oracle_proves_it(entry: Entry) -> None:
    assert complaints(entry, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("entry", RIGHT, ids=ids)
def test_the_oracle_proves_a_right_one_on_more_inputs(entry: Entry) -> None:
    assert complaints(entry, SEEDS) == []


@pytest.mark.parametrize("assignment", sorted(DRAWN))
def test_headers_are_true(assignment: str) -> None:
    for entry in (entry for entry in read_cohort() if entry.assignment == assignment):
        demand_true_header(entry)


def demand_true_header(entry: Entry) -> None:
    """It says all that it must and no more, and quotes a sentence of the exercise."""
    assert entry.path.parent.name == entry.assignment, entry.id
    assert entry.path.name.startswith(f"{entry.function}-"), entry.id
    wanted = {"assignment", "function", "kind"} | ({"mistake", "breaks", "shows"} if entry.wrong else {"way"})
    assert set(entry.fields) - {"doubt"} == wanted, entry.id
    assert entry.wrong or not entry.doubtful, entry.id
    assert bool(compose(entry).wrong_lines) == entry.wrong, f"{entry.id}: wrong lines are marked `# wrong`"
    quoted = entry.fields.get("breaks", "")
    assert quoted in words_of(entry.assignment), (
        f"{entry.id}: the exercise does not say this: quote what does"
    )


def test_the_cohort_is_large_and_covers_every_function() -> None:
    functions = {(name, function) for name, lines in DRAWN.items() for function in lines}
    assert {(entry.assignment, entry.function) for entry in WRONG} == functions
    assert {(entry.assignment, entry.function) for entry in RIGHT} == functions
    assert len(WRONG) >= 200 and len(RIGHT) >= 80
    assert 3 * sum(not entry.one_statement() for entry in WRONG) >= len(WRONG)


def test_every_mistake_is_another_one() -> None:
    kinds = Counter(entry.fields["kind"] for entry in WRONG)
    assert [kind for kind, count in kinds.items() if count > 1] == []


def test_drawn_inputs_are_inputs() -> None:
    """The right file fails on none of them: an oracle that compares failures proves nothing."""
    for assignment, functions in DRAWN.items():
        for line in (line for lines in functions.values() for line in lines):
            assert not isinstance(expected(assignment, line, 0), Failed), line


def test_the_right_file_is_no_mistake_and_a_mistake_is_not_right() -> None:
    """The oracle itself: it tells a right file from a wrong one, in both directions."""
    entry = next(entry for entry in WRONG if entry.id == "wrong/tensors/standardize-biased")
    line = entry.fields["shows"]
    assert same(value_of(line, base("tensors")), value_of(line, base("tensors")), 1.0)
    elsewhere = COHORT / "right" / "tensors" / entry.path.name
    assert complaints(Entry(elsewhere, entry.fields, entry.code))
