"""What every report for people says, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers.sample_reports import (
    FORGETS_THE_MEAN,
    a_class,
    ada,
    check,
    does_not_parse,
    function,
    our_fault,
    perfect,
    report,
    reports,
    unreadable,
)
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.verdicts import blame_words
from grader.model import Example, Report, Status
from grader.nbgrader.comments import comments
from grader.render import function as function_page
from grader.render import github, html, junit, markdown, terminal
from grader.render.next_step import next_step, summary
from grader.render.outline import all_clear, outline
from grader.render.text import brief, clean, cut, of_points, one_line, points
from grader.words.messages import NOTHING, heard
from grader.words.translation import Translator


def test_a_book_is_named_once() -> None:
    """A report that cites a section says of which book; one that cites none has no word of it."""
    book = "Learning by Hand (1999)"
    cites, cites_none = replace(ada(), book=book), replace(perfect(), book=book)
    for render in (html.render, markdown.render):
        assert render(cites).count(book) == 1
        assert book not in render(cites_none)
    assert "§5.4.2" in markdown.render(cites)
    assert [what for what, _ in outline(ada()).facts if "book" in str(what)] == []


def test_what_needs_work_comes_in_course_order() -> None:
    """First what is wrong, then what is to be written, then what is right; each in course order."""
    parts = outline(ada())
    assert [work.function.name for work in parts.work] == ["loss_fn", "dloss_fn", "training_loop"]
    assert [item.name for item in parts.unwritten] == ["train_until", "plot_fit"]
    assert [item.name for item in parts.passed][:3] == ["model", "numerical_grad_fn", "dmodel_dw"]


@given(reports())
def test_no_function_is_lost(some: Report) -> None:
    """Every function is in exactly one part of the outline."""
    parts = outline(some)
    shown = [*(work.function for work in parts.work), *parts.unwritten, *parts.passed, *parts.stopped]
    shown += parts.unchecked
    assert sorted(map(repr, shown)) == sorted(map(repr, some.functions))


@given(reports())
def test_no_check_is_lost(some: Report) -> None:
    """Every check of a function that needs work is a finding, waits, or passed.

    One that passed here, and whose points hang on its verdict on another device, is shown there.
    """
    for work in outline(some).work:
        found = [check for finding in work.findings for check in finding.checks]
        shown = [*found, *work.waiting, *work.passed]
        weightless = [c for c in work.function.checks if c.status is Status.PASSED and not c.max_score]
        assert sorted(map(repr, [*shown, *weightless])) == sorted(map(repr, work.function.checks))


FORMATS: dict[str, Callable[[Report], str]] = {
    "terminal": lambda some: " ".join(terminal.render(some, colour=False).split()),
    "html": lambda some: " ".join(re.sub(r"<[^>]+>", "", html.render(some).split("</style>")[1]).split()),
    "markdown": lambda some: markdown.render(some).replace("`", ""),
    "github": lambda some: github.summary([some]).replace("`", ""),
    "annotations": lambda some: "\n".join(github.marks(some, "f.py")),
}
WAITS = check("w", "W.", Status.BLOCKED, message=heard("waits for: B"))


@pytest.mark.parametrize("form", FORMATS)
def test_what_only_waits_is_not_said_to_need_work(form: str) -> None:
    """Nothing is wrong with `a`, which waits for `b`: its heading says so, and `b` is where to begin."""
    first = replace(function("a", check("c", "C."), WAITS), status=Status.FAILED)
    second = function("b", check("b", "B.", Status.FAILED, message=heard("expected 1, got 2")))
    said = FORMATS[form](report(first, second))
    if form != "annotations":
        assert said.count("waiting") == said.count("needs work") == 1
    assert str(next_step(report(first, second))) == "Start with `b`. expected 1, got 2"
    assert str(summary(report(first, second))) == "`b`: expected 1, got 2"


def test_what_waits_for_something_unwritten_is_not_where_to_begin() -> None:
    """Write what it waits for."""
    first = replace(function("a", WAITS), status=Status.FAILED)
    second = replace(function("b", check("b", "B.", Status.FAILED)), status=Status.UNATTEMPTED)
    assert str(next_step(report(first, second))) == "Write `b` first."


@pytest.mark.parametrize("form", ["terminal", "html", "markdown", "github"])
def test_what_was_not_checked_is_not_said_to_be_right(form: str) -> None:
    """Neither "passed", nor "Right", nor "everything passes"."""
    unknown = function("b", check("b", "B.", Status.NOT_CHECKED, message=heard("sim lacks it")))
    some = report(function("a", check("a", "A.")), replace(unknown, status=Status.NOT_CHECKED))
    said = FORMATS[form](some)
    assert "verything that could be checked passes" in said
    assert "verything passes" not in said
    if form != "github":
        said = said[said.index("Not checked") :]
    assert "? b" in said and "sim lacks it" in said
    assert "✓ b" not in said and "b passed" not in said


def test_a_check_that_was_not_tried_on_one_device_has_passed_on_another() -> None:
    """What passed on the CPU has its points; what was tried nowhere is not passed."""
    tried = function("a", check("a", "A."), check("a", "A.", Status.NOT_CHECKED, device="sim"))
    assert str(all_clear(report(tried))) == "Everything passes."
    half = function("a", check("a", "A."), check("b", "B.", Status.NOT_CHECKED))
    said = str(all_clear(report(replace(half, status=Status.PASSED))))
    assert said == "Everything that could be checked passes."
    none = replace(function("a", check("b", "B.", Status.NOT_CHECKED)), status=Status.NOT_CHECKED)
    said = str(next_step(report(none)))
    assert said == "Nothing could be checked. What could not be checked is listed below."


@pytest.mark.parametrize("form", FORMATS)
def test_a_freed_check_says_nothing_of_its_function(form: str) -> None:
    """`f` fails one check, and another is right except for `g`: no sentence calls `f` right."""
    freed = check("c", "C.", message=blame_words(["g", "h"]), blamed=("g", "h"))
    some = report(function("f", check("b", "B.", Status.FAILED, message=heard("expected 1, got 2")), freed))
    said = FORMATS[form](some)
    assert "f is right" not in said and "f` is right" not in said
    assert "right except for" in said.replace("`", "") or form == "annotations"


@pytest.mark.parametrize("form", [*FORMATS, "junit", "comment", "function"])
def test_an_example_without_an_expected_row_leaves_it_out(form: str) -> None:
    """Where the sentence alone can say what was expected, no format shows an empty row."""
    forms = FORMATS | {
        "junit": junit.render,
        "comment": lambda some: comments(some, Translator())["f"],
        "function": lambda some: function_page.render(some, "f").split("</style>")[1],
    }
    example = Example(call="f(x=1)", expected=NOTHING, got=heard("seven"))
    failed = check("b", "B.", Status.FAILED, message=heard("no such thing"), example=example)
    shown = forms[form](report(function("f", failed)))
    whole = forms[form](
        report(function("f", replace(failed, example=replace(example, expected=heard("six")))))
    )
    assert "expected" not in shown
    if form != "annotations":
        assert "f(x=1)" in shown and "seven" in shown and "expected" in whole


def test_a_shared_diagnosis_is_said_once() -> None:
    """What several checks of one function share belongs to the function, not to each check."""
    work = outline(ada()).work[1]
    assert FORGETS_THE_MEAN in work.diagnoses
    assert work.findings
    assert all(finding.diagnosis != FORGETS_THE_MEAN for finding in work.findings)


def test_two_diagnoses_stay_with_their_checks() -> None:
    """Where two checks of a function have a diagnosis each, each stands with its check."""
    other = replace(FORGETS_THE_MEAN, id="f/other")
    checks = [
        check(f"c{number}", "T.", Status.FAILED, message=heard(f"m{number}"), diagnosis=diagnosis)
        for number, diagnosis in enumerate([FORGETS_THE_MEAN, other])
    ]
    (work,) = outline(report(function("f", *checks))).work
    assert work.diagnoses == ()
    assert [finding.diagnosis for finding in work.findings] == [FORGETS_THE_MEAN, other]


def test_checks_that_say_the_same_are_one_finding() -> None:
    """A function whose checks all fail in the same words says them once."""
    checks = [check(name, name, Status.FAILED, message=heard("`f` raised TypeError")) for name in "abc"]
    (work,) = outline(report(function("f", *checks), function("g", check("d", "D.")))).work
    assert [len(finding.checks) for finding in work.findings] == [3]


@pytest.mark.parametrize(
    ("some", "sentence"),
    [
        (ada(), "Start with `loss_fn`. Expected shape (), got shape (3,)."),
        (
            replace(ada(), functions=ada().functions[3:]),
            "Start with `dloss_fn`. You forget the mean: every derivative is N times too large.",
        ),
        (
            replace(ada(), functions=ada().functions[8:]),
            "Start here. `training_loop` took longer than 2 s. Is there a loop that does not end?",
        ),
        (
            replace(ada(), functions=ada().functions[9:]),
            "All that you have written passes. Write `train_until` next.",
        ),
        (replace(ada(), functions=ada().functions[-1:]), "Write `plot_fit` first."),
        (perfect(), "Everything passes. There is nothing left to do here."),
        (replace(perfect(), functions=perfect().functions[:1]), f"`{perfect().functions[0].name}` passes."),
        (
            does_not_parse(),
            "Start with the file itself. Nothing in this file can be called. line 12: '(' was never closed",
        ),
        (
            our_fault(),
            "There is no score. This does not mean zero points. The mean. The sandbox could not be started.",
        ),
    ],
)
def test_one_sentence_says_what_to_do(some: Report, sentence: str) -> None:
    """The next step names a function and a reason, or what is in the way."""
    assert str(next_step(some)) == sentence


def test_a_file_that_cannot_be_used_is_said_once() -> None:
    """Where no function can be called for one reason, the reason is not repeated for each."""
    parts = outline(does_not_parse())
    assert str(parts.trouble).startswith("Nothing in this file")
    assert parts.work == ()
    assert len(parts.stopped) == 2


@pytest.mark.parametrize("some", a_class(), ids=lambda some: f"{some.student}-{some.assignment}")
def test_the_summary_is_empty_only_where_all_is_well(some: Report) -> None:
    """A line in a class table has something to say exactly where points are missing."""
    assert bool(summary(some)) is (some.score != some.max_score)


def test_not_graded_is_said_as_such() -> None:
    """No score is not a zero, and the reason is given."""
    said = str(next_step(unreadable()))
    assert said.startswith("There is no score. This does not mean zero points. gradient_descent.ipynb is not")
    assert of_points(None, 4) == "– / 4"


@pytest.mark.parametrize(
    ("score", "text"), [(0.0, "0"), (3.0, "3"), (2.5, "2.5"), (10.0, "10"), (1 / 3, "0.33")]
)
def test_points_read_as_people_write_them(score: float, text: str) -> None:
    """No ".0", and at most two decimals."""
    assert points(score) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b2J\x7f\0", "\\x9b2J\\x7f\\x00"),
        ("a\u202eb\u2028c", "a\\u202eb\\u2028c"),
        ("\ud800", "\ufffd"),
        ("a\r\nb\rc", "a\nb\\x0dc"),
        ("a\tb", "a    b"),
        ("溫度計 · 👩\u200d🔬 é\xa0!", "溫度計 · 👩\u200d🔬 é\xa0!"),
    ],
)
def test_what_acts_is_made_visible(text: str, shown: str) -> None:
    """Control and reordering characters are shown, not obeyed; all writing systems stay as they are."""
    assert clean(text) == shown


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    """Cleaning is done once and for all, and can be encoded."""
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")
    assert "\n" not in one_line(text)


@given(st.text(max_size=80), st.integers(1, 40), st.integers(1, 5))
def test_a_cut_says_how_much_it_left_out(text: str, characters: int, lines: int) -> None:
    """The beginning of the text, within the limits, and the exact count of the rest."""
    head, left = cut(text, characters, lines)
    assert text.startswith(head) and len(head) + left == len(text)
    assert len(head) <= characters and head.count("\n") < lines
    assert len(brief(text, characters)) <= characters
