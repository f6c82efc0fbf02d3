"""report.html and index.html: self-contained, safe, and the most useful thing first."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from helpers.sample_reports import (
    SECRET,
    a_class,
    ada,
    check,
    function,
    our_fault,
    report,
    reports,
    unreadable,
)
from hypothesis import given

from grader.audience import for_student
from grader.model import Example, Report, Status
from grader.render import html, index
from grader.words.messages import heard

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """The tags, attributes and text of a page; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


# Every tag that our templates make: between them, the reports of the class hold all.
OURS = {tag for one in a_class() for tag in Page(html.render(one)).tags}


def test_the_most_useful_thing_is_first() -> None:
    """Name, score and one sentence of what to do come before anything else."""
    text = Page(html.render(ada())).text.split("To work on")[0]
    assert re.search(r"Ada Lovelace 21 / 44 points Start with loss_fn . Expected shape", text)


def test_a_shared_diagnosis_is_shown_once_with_its_code() -> None:
    """A diagnosis stands once, before the checks; backticks become <code>."""
    page = html.render(for_student(ada()))
    assert page.count("You forget the mean") == 1
    assert '<code translate="no">.mean()</code>' in page
    assert page.index("You forget the mean") < page.index("The derivative of the mean squared error.")
    assert "§5.4.2" in page


def test_blame_waiting_and_hidden_are_said() -> None:
    """Whose fault it was, what waits for what, and that a check is hidden, are all in the text."""
    text = Page(html.render(for_student(ada()))).text
    assert "This is right but for dloss_fn ." in text
    assert "This waits for another check: One epoch takes one step downhill" in text
    assert "This is a hidden check. Its inputs are not shown." in text
    assert "Students do not see its inputs" in Page(html.render(ada())).text


def test_how_it_was_graded_is_at_the_end() -> None:
    """Seed, versions, devices, hash and isolation are in the footer, after the notes."""
    text = Page(html.render(ada())).text
    footer = text[text.index("How this was graded") :]
    assert text.index("%matplotlib inline") < text.index("How this was graded")
    for fact in (ada().sha256, str(ada().seed), "torch 2.13.0+cpu", "cpu", "full"):
        assert fact in footer


def test_a_status_is_never_colour_alone() -> None:
    """Every status stands as a word beside its symbol."""
    text = Page(html.render(ada())).text
    for words in ("✗ needs work", "○ not written yet", "– not in the file", "passed · 2 / 2"):
        assert words in text


def test_not_graded_is_not_a_zero() -> None:
    """A report without a score shows none, says why, and whose doing it is not."""
    text = Page(html.render(unreadable())).text
    assert "no score" in text and "is not a notebook" in text and "0 /" not in text
    assert "The grader caused this, not you." in Page(html.render(our_fault())).text


@given(reports())
def test_student_text_is_only_ever_text(some: Report) -> None:
    """No text makes a tag, an attribute that acts, or a byte that acts; the page nests and is UTF-8."""
    source = html.render(some)
    source.encode("utf-8")
    page = Page(source)
    assert set(page.tags) <= OURS
    assert not set(source) & set("\x1b\x9b\x7f\u202e\0")
    assert all(
        name in {"class", "style", "open", "aria-hidden", "translate"}
        for name, _ in page.attributes
        if name not in META
    )


META = {"lang", "charset", "name", "content", "http-equiv", "rel", "href"}


def test_nothing_is_fetched_and_nothing_runs() -> None:
    """No scripts, no addresses but the empty icon, and a policy that forbids both."""
    for source in (html.render(ada()), index.render(a_class(), {})):
        page = Page(source)
        assert not {"script", "img", "iframe", "object", "base", "form"} & set(page.tags)
        assert [value for name, value in page.attributes if name in ("src", "href")] == ["data:,"]
        assert "default-src 'none'" in source
        assert not re.search(r"url\(|@import|https?://", source)


def test_long_text_is_folded_not_lost() -> None:
    """A long answer is cut where it stands, and the whole is one click away."""
    long = "0.125, " * 2000
    some = report(
        function(
            "f",
            check(
                "c",
                "T.",
                Status.FAILED,
                message=heard("m" * 5000),
                example=Example(call="f()", expected=heard("1"), got=heard(long)),
            ),
        )
    )
    source = html.render(some)
    assert long in source and "m" * 5000 in source
    assert "All 14000 characters" in source and "All 5000 characters" in source


def test_headings_go_down_one_step_at_a_time() -> None:
    """One h1, and no level is left out on the way down."""
    for one in a_class():
        levels = [int(tag[1]) for tag in Page(html.render(one)).tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


# ── the class ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_could_not_be_graded_comes_first() -> None:
    """Submissions without a score stand above the table, each with its reason."""
    text = Page(index.render(a_class(), {})).text
    above = text[: text.index("Scores")]
    for words in (
        "Katherine Johnson",
        "is not a notebook",
        "Emmy Noether",
        "The sandbox could not be started",
    ):
        assert words in above
    assert "2 not graded" in above


def test_scores_link_to_reports() -> None:
    """A score links to its report, whatever the name; a link is a relative path and nothing else."""
    names = {"Ada Lovelace": "a b/#1?.html", "Grace Hopper": "javascript:alert(1)"}
    links = {(name, "", "", "gradient_descent"): path for name, path in names.items()}
    page = Page(index.render(a_class(), links))
    hrefs = {value for name, value in page.attributes if name == "href"}
    assert hrefs == {"data:,", "./a%20b/%231%3F.html", "./javascript%3Aalert%281%29"}


def test_every_report_is_in_the_table() -> None:
    """Two reports of one student and assignment both show: none hides another."""
    twice = [ada(), replace(ada(), score=3.0)]
    text = Page(index.render(twice, {})).text
    assert "21 / 44" in text and "3 / 44" in text


def test_common_misconceptions_are_counted_by_student() -> None:
    """The most common first; a student whose checks show it several times counts once."""
    some = [for_student(one) for one in a_class()]
    (found,) = index.common(some)
    assert found.students == ("Ada Lovelace", "Hedy Lamarr")
    text = Page(index.render(some, {})).text
    assert "You forget the mean: every derivative is N times too large. 2 students" in text
    assert SECRET not in text


def test_an_empty_class_is_a_page() -> None:
    """Nothing handed in is said, not crashed on."""
    assert "0 submissions" in Page(index.render([], {})).text


@given(reports(), reports())
def test_names_are_only_ever_text(one: Report, other: Report) -> None:
    """The class page takes any report, and its tags stay its own."""
    page = Page(index.render([one, other], {(*one.who, one.assignment): one.student}))
    assert "script" not in page.tags


@pytest.mark.parametrize("some", a_class(), ids=lambda some: f"{some.student}-{some.assignment}")
def test_the_same_report_is_the_same_page(some: Report) -> None:
    """Rendering depends on the report alone."""
    assert html.render(some) == html.render(some)
