"""What a child's answer, or the lack of one, comes to: told by fields, not by words."""

from __future__ import annotations

import signal

import msgspec
import pytest

from grader.model import Call, Cell, Location, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Cause, Ending, Gone, Late
from grader.sandbox.outside.observations import (
    Loading,
    failed,
    location,
    loss,
    message_of,
    not_loaded,
    observed,
)
from grader.testing.wording import error_words
from grader.words.messages import NOTHING, quoted, say

CALL = Call(function="f", arguments={})
SPENT = Ending(signal=signal.SIGXCPU)


@pytest.mark.parametrize(
    ("error", "outcome", "how"),
    [
        (Late(), Outcome.TIMED_OUT, "It took longer than 2 seconds."),
        (Gone(SPENT), Outcome.TIMED_OUT, "The process used up its processor time."),
        (Gone(Ending(exit_code=3)), Outcome.DIED, "The process ended with exit code 3."),
        (Gone(Ending(signal=signal.SIGKILL)), Outcome.DIED, "The process was ended by SIGKILL."),
        (
            wire.WireError("forged"),
            Outcome.REFUSED,
            "What its process sent back cannot be read as an answer.",
        ),
    ],
)
def test_how_a_child_was_lost(error: Late | Gone | wire.WireError, outcome: Outcome, how: str) -> None:
    """Too late, gone, or nonsense; who used up the processor's time was too late, too."""
    place = Location(file="a.py", line=3)
    seen = failed(CALL, loss(error, say("It took longer than 2 seconds."), place))
    assert (seen.outcome, seen.error, seen.location) == (outcome, "", place)
    assert str(seen.problem) == str(seen.ended) == f"`f` gave no answer. {how}"


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.ITS_OWN])
def test_a_child_that_was_ended_has_not_spent_its_time(cause: Cause) -> None:
    """What it was ended for is told, whatever the signal."""
    ending = Ending(signal=signal.SIGXCPU, cause=cause)
    assert not ending.out_of_processor_time
    assert str(ending.said).startswith("The process ") and ending.said != SPENT.said
    assert SPENT.out_of_processor_time


def test_what_was_not_loaded_was_not_called() -> None:
    """The sentence says whose end it was, the call's or the file's, whatever its first word is."""
    problem = say("The file could not be loaded.")
    assert str(error_words(not_loaded(CALL, problem))) == "`f` gave no answer. The file could not be loaded."
    died = failed(CALL, loss(Gone(Ending(exit_code=3)), NOTHING))
    assert str(error_words(died)) == "`f` gave no answer. The process ended with exit code 3."
    assert not died.unloaded and not_loaded(CALL, problem).unloaded
    assert Loading(outcome=Outcome.DIED).failed and not Loading(problem=problem).failed


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"error": "RuntimeError", "error_text": "RuntimeError: out of memory"}, Outcome.RAISED),
        (
            {"error": "RuntimeError", "error_text": "RuntimeError: no", "out_of_memory": True},
            Outcome.OUT_OF_MEMORY,
        ),
        ({"error": "MemoryError", "error_text": "MemoryError"}, Outcome.OUT_OF_MEMORY),
        ({"missing": True}, Outcome.MISSING),
        ({}, Outcome.RETURNED),
    ],
)
def test_an_answer_says_by_fields_how_it_went(fields: dict[str, object], outcome: Outcome) -> None:
    """Also one that was written down before a field was there."""
    head = msgspec.msgpack.encode({"m": "answer", "id": 1, **fields})
    answer = wire.reply(head)
    assert isinstance(answer, wire.Answer)
    seen = observed(CALL, answer, bytearray(), {}, 0.0)
    assert (seen.outcome, seen.error_type) == (outcome, fields.get("error", ""))


def test_a_type_is_taken_off_its_message() -> None:
    """Where an exception says nothing, nothing is left; a colon of its own stays."""
    for text, left in (("KeyError: 'a: b'", "'a: b'"), ("KeyError", "")):
        assert message_of(wire.Answer(1, error="KeyError", error_text=text)) == left


def test_a_place_is_a_file_a_cell_and_a_line() -> None:
    """A cell's label, by which the child knows it, comes to its file and number; another's word stands."""
    cell = Cell(name="x.ipynb", number=4, text="\n" * 9)
    cells = {cell.label: cell}
    place = location(wire.Place("x.ipynb, cell 4", 7), cells)
    assert place == Location(file="x.ipynb", cell=4, line=7)
    assert str(quoted(place.place)) == "x.ipynb, cell 4, line 7"
    assert location(wire.Place("x.ipynb, cell 5", 7), cells) == Location(file="x.ipynb, cell 5", line=7)
    assert location(None, cells) is None


@pytest.mark.parametrize(("line", "shown"), [(-5, 1), (0, 1), (2, 2), (3, 3), (10**12, 3)])
def test_a_line_that_a_file_does_not_have_is_never_named(line: int, shown: int) -> None:
    """The nearest one that it has; of a file that lies beside, at least a line that some file may have."""
    cells = {"x.py": Cell(name="x.py", text="a\nb\nc")}
    assert location(wire.Place("x.py", line), cells) == Location(file="x.py", line=shown)
    beside = location(wire.Place("h\n\x1b[2Jelper" + "y" * 5000, line), cells)
    assert beside is not None and 1 <= beside.line <= 1_000_000
    assert beside.file.isprintable() and len(beside.file) <= 200


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Could not run 'aten::_cdist' with arguments from the 'sim' backend: 4711", "aten::_cdist"),
        ("a tensor on sim cannot be saved or pickled", "pickle"),
        ("functorch 4711", "functorch"),
        ("4711", ""),
        ("aten::" + "x" * 5000, "aten::" + "x" * 61),
    ],
)
def test_what_sim_lacks_is_named_in_no_word_of_the_child(words: str, name: str) -> None:
    """An operator's name, bounded, or what a wording is known for."""
    seen = observed(CALL, wire.Answer(1, error="RuntimeError", lacks=words), bytearray(), {}, 0.0)
    assert seen.lacks == name
