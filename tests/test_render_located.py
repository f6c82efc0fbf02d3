"""Where a slip lies, as every renderer says it: one plain sentence or two, the edit for who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.sample_reports import FILE, FORGETS_THE_MEAN, check, function, report

from grader.audience import for_student
from grader.model import FunctionResult, Located, Location, Report, SlipKind, Status
from grader.nbgrader.comments import comments
from grader.render import function as fragment
from grader.render import github, html, json, junit, markdown, terminal
from grader.render.in_words import in_words
from grader.render.next_step import next_step, summary
from grader.render.phrases import SLIPS, look_where
from grader.words.messages import Code, Heard, InFile, Message, Value, say
from grader.words.translation import Translator

PLACE = Located(
    location=Location(file=FILE, line=14),
    end_line=14,
    kind=SlipKind.OPERATOR,
    before="    return ((t_p + t_c) ** 2).mean()",
    after="    return ((t_p - t_c) ** 2).mean()",
)
SAID = "Look at gradient_descent.py, line 14. An operator there is not the right one."


def loss_fn(located: Located = PLACE) -> FunctionResult:
    """A function that two visible checks fail, and a hidden one."""
    failed = [
        check(name, name, Status.FAILED, message=say("Expected 1.0, got 2.0."), located=located)
        for name in ("one", "two")
    ]
    hidden = check("three", "three", Status.FAILED, visible=False, located=located)
    return function("loss_fn", *failed, hidden, line=12)


WHOLE = report(loss_fn())
RENDERERS: dict[str, Callable[[Report], str]] = {
    "terminal": lambda one: terminal.render(one, width=200, colour=False),
    "html": html.render,
    "markdown": markdown.render,
    "junit": junit.render,
    "github": lambda one: "".join(github.marks(one, FILE)),
    "a notebook's cell": lambda one: fragment.render(one, "loss_fn"),
    "nbgrader's comment": lambda one: comments(one, Translator())["loss_fn"],
}


@pytest.mark.parametrize("name", RENDERERS)
def test_every_renderer_says_where_to_look(name: str) -> None:
    """In the words that all share; a student's copy has the line and not the edit."""
    theirs = RENDERERS[name](for_student(WHOLE))
    plain = theirs.replace("\\_", "_").replace("%2C", ",").replace("%3A", ":").replace(f"`{FILE}`", FILE)
    assert SAID in plain
    assert "t_p - t_c" not in theirs


@pytest.mark.parametrize("name", ["terminal", "html", "markdown", "junit", "a notebook's cell"])
def test_who_may_see_the_edit_does(name: str) -> None:
    """What stands there, and what would be right: to instructors, and behind the last hint."""
    for seen in (WHOLE, for_student(WHOLE, edits=["loss_fn"])):
        made = RENDERERS[name](seen)
        assert "return ((t_p + t_c) ** 2).mean()" in made
        assert "return ((t_p - t_c) ** 2).mean()" in made


def test_it_is_said_once_and_before_the_numbers() -> None:
    """A function's checks share one slip; where it lies is worth more than the first wrong number."""
    text = terminal.render(for_student(WHOLE), width=120, colour=False)
    _, _, below = text.partition("\n\n")
    assert below.count(SAID) == 1
    assert below.index(SAID) < below.index("Expected 1.0")
    assert str(next_step(WHOLE)) == f"Start with `loss_fn`. {SAID}"
    assert str(summary(WHOLE)) == f"`loss_fn`: {SAID}"


@pytest.mark.parametrize(
    "reason",
    [
        say("Expected {want}, got {got}.", want=Value("a tensor"), got=Value("None"))
        + say("Is a `return` missing?"),
        say(
            "{function} raised {error}.",
            function=Code("loss_fn"),
            error=Heard("NameError: name 'params' is not defined"),
        ),
    ],
)
def test_the_reason_itself_comes_first(reason: Message) -> None:
    """A missing `return` and an unknown name say more than a line; a mistake with a name says more still."""
    plain = check("zero", "zero", Status.FAILED, message=say("Expected 1.0, got 2.0."), located=PLACE)
    telling = check("one", "one", Status.FAILED, message=reason, located=PLACE)
    said = report(function("loss_fn", plain, telling, line=12))
    start = "Start here." if "raised" in str(reason) else "Start with `loss_fn`."
    assert str(next_step(said)) == f"{start} {reason} {SAID}"
    _, _, below = terminal.render(said, width=200, colour=False).partition("\n\n")
    assert below.index(str(reason)) < below.index(SAID)
    named = replace(telling, located=None, diagnosis=FORGETS_THE_MEAN)
    assert str(next_step(report(function("loss_fn", named)))).endswith(str(FORGETS_THE_MEAN.headline))


def test_a_mark_stands_at_the_line() -> None:
    """GitHub marks the line where the slip lies, not the one where the function begins."""
    (mark,) = github.marks(for_student(WHOLE), FILE)
    assert f"file={FILE},line=14," in mark


@pytest.mark.parametrize(
    ("located", "said"),
    [
        (replace(PLACE, kind=None), "Look at gradient_descent.py, line 14."),
        (replace(PLACE, end_line=16, kind=None), "Look at lines 14 to 16 of gradient_descent.py."),
        (
            replace(PLACE, expression="t_p + t_c", kind=None),
            "Look at `t_p + t_c` in gradient_descent.py, line 14.",
        ),
        (
            replace(PLACE, location=Location(file="x.ipynb", cell=4, line=3), kind=None, end_line=3),
            "Look at x.ipynb, cell 4, line 3.",
        ),
        (
            replace(PLACE, location=Location(file="x.ipynb", cell=4, line=3), kind=None, end_line=5),
            "Look at lines 3 to 5 of x.ipynb, cell 4.",
        ),
    ],
)
def test_lines_and_cells_are_named(located: Located, said: str) -> None:
    """One line, several, a part of the only statement; in a notebook the cell, too."""
    assert str(look_where(located)) == said


def test_every_kind_has_a_sentence() -> None:
    """Each of them one, and no two the same."""
    assert set(SLIPS) == set(SlipKind)
    assert len({str(one) for one in SLIPS.values()}) == len(SlipKind)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    """All that was found, by instructor and student; a kind that a later grader knows is none here."""
    for one in (WHOLE, for_student(WHOLE)):
        assert json.parse(json.render(one)).functions[0].checks[0].located == (
            one.functions[0].checks[0].located
        )
    later = json.render(WHOLE).replace('"kind": "operator"', '"kind": "of 2031"')
    found = json.parse(later).functions[0].checks[0].located
    assert found is not None
    assert found.kind is None


def test_the_place_is_said_in_the_readers_language() -> None:
    """A file and a cell are called as its language calls them, in report.json, too."""
    place = Located(location=Location(file="x.ipynb", cell=4, line=3), end_line=3, kind=None)
    made = in_words(report(loss_fn(place)), Translator())
    found = made.functions[0].checks[0].located
    assert found is not None
    assert str(found.location.said) == "x.ipynb, cell 4"
    assert found.location.place == InFile("x.ipynb", 4, 3)
