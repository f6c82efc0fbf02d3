"""The terminal: narrow, in order, and deaf to whatever student text tells it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from helpers.sample_reports import (
    SECRET,
    a_class,
    ada,
    check,
    does_not_parse,
    function,
    report,
    reports,
    unreadable,
)
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console

from grader.audience import for_student
from grader.model import Example, Report, Status
from grader.render import terminal
from grader.words.messages import heard

COLOUR = re.compile(r"\x1b\[[\d;]*m")


def table(some: list[Report]) -> str:
    sheet = StringIO()
    Console(file=sheet, width=80).print(terminal.class_table(some))
    return sheet.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits(width: int) -> None:
    """No line is wider than the terminal."""
    for one in a_class():
        lines = terminal.render(one, width=width, colour=False).splitlines()
        assert max(map(cell_len, lines)) <= width


@given(reports())
def test_no_sequence_of_theirs_gets_through(some: Report) -> None:
    """With colour, only our colours; without, not one control character. Any report fits."""
    coloured = terminal.render(some)
    assert not set(COLOUR.sub("", coloured)) & CONTROL
    plain = terminal.render(some, colour=False)
    assert not set(plain) & CONTROL
    assert all(cell_len(line) <= 80 for line in plain.splitlines())
    plain.encode("utf-8")
    assert not set(COLOUR.sub("", table([some]))) & CONTROL


CONTROL = {chr(number) for number in (*range(10), *range(11, 32), *range(127, 160), 0x202E)}


def test_markup_is_text() -> None:
    """What rich would read as markup or emoji stays as the student wrote it."""
    some = replace(ada(), student="[bold red]x[/] [link=http://e]:smile:")
    assert "[bold red]x[/] [link=http://e]:smile:" in terminal.render(some, colour=False)


def test_order_and_content() -> None:
    """The same order as the other reports: next step, work, to write, right, notes, facts."""
    text = " ".join(terminal.render(for_student(ada()), colour=False).split())
    order = [
        "gradient_descent · Ada Lovelace 21 / 44",
        "Start with `loss_fn`",
        "✗ dloss_fn needs work · 1 / 7 gradient_descent.py, line 30",
        "You forget the mean",
        "✗ The derivative of the mean squared error. 0 / 2",
        "expected tensor([ 0.6667",
        "This is a hidden check",
        "This waits for another check: One epoch takes one step downhill",
        "Still to write ○ train_until",
        "Right ✓ model 2",
        "`grad_fn` · This is right but for `dloss_fn`.",
        "About the file",
        "seed 1804289383",
    ]
    places = [text.index(re.sub(r" +", " ", part)) for part in order]
    assert places == sorted(places)
    assert text.count("You forget the mean") == 1
    assert SECRET not in text


def test_colour_is_a_choice() -> None:
    """Colour is asked for, never guessed; the words are the same."""
    assert "\x1b[" in terminal.render(ada())
    assert COLOUR.sub("", terminal.render(ada())).split() == terminal.render(ada(), colour=False).split()


def test_long_answers_point_to_the_rest() -> None:
    """A long answer is cut and says how to see all of it."""
    example = Example(call="f()", expected=heard("1"), got=heard("0, " * 5000))
    some = report(function("f", check("c", "T.", Status.FAILED, message=heard("m"), example=example)))
    text = " ".join(terminal.render(some, colour=False).split())
    assert "14400 more characters are not shown. `grader grade FILE --output DIR` writes all of them." in text
    assert text.count("0, ") < 250


def test_not_graded_and_not_usable() -> None:
    """No score is not a zero; trouble with the whole file is said once."""
    assert "no score" in terminal.render(unreadable(), colour=False)
    text = terminal.render(does_not_parse(), colour=False)
    assert text.count("never closed") == 2  # the next step, and the trouble itself
    assert "So these could not be tried: `model`, `loss_fn`." in " ".join(text.split())


def test_a_class_in_a_table() -> None:
    """Student, assignment, score, bar and the one thing to say, in 80 columns."""
    text = table([for_student(one) for one in a_class()])
    assert max(map(cell_len, text.splitlines())) <= 80
    words = " ".join(text.split())
    assert "Ada Lovelace gradient_descent 21 / 44 ██░░░░ ✗ `loss_fn`: Expected shape" in words
    assert "Grace Hopper autograd 4 / 4 ██████ ✓ Everything passes." in words
    assert "Katherine Johnson gradient_descent – ?????? ! not graded" in words
