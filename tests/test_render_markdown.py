"""report.md: student text can never become a link, a mention, HTML or a heading."""

from __future__ import annotations

import re

import pytest
from helpers.sample_reports import ada, check, function, report, reports, unreadable
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.audience import for_student
from grader.model import Example, Report, Status
from grader.render import markdown
from grader.render.markdown_text import block, code, prose
from grader.words.messages import heard

# What GitHub makes links and mentions of beyond CommonMark.
ACTIVE = re.compile(r"://|www\.|@|#\d", re.IGNORECASE)
INERT = {"text", "code_inline", "softbreak", "strong_open", "strong_close"}


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def inlines(text: str) -> list[Token]:
    return [child for token in tokens(text) for child in token.children or []]


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "https://evil.example and www.evil.example",
    "@octocat #12 a@b.example",
    "# heading",
    "- item",
    "1. item",
    "===",
    "> quote",
    "~~gone~~ **bold** _under_ *star*",
    "a | b\n--- | ---",
    "``` fence",
    "`unbalanced ``ticks",
    "` ``` <script>x()</script>",
    "`a``b`` <i>`",
    "&lt;b&gt; &copy;",
    "line\n\n# next\r\n<script>",
    "\\",
    "$x$",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_is_inert(text: str) -> None:
    """Hostile words parse as one paragraph of text and code, and nothing is lost."""
    parsed = tokens(prose(text))
    assert [token.type for token in parsed] == ["paragraph_open", "inline", "paragraph_close"]
    children = parsed[1].children or []
    assert {child.type for child in children} <= INERT
    assert not any(ACTIVE.search(child.content) for child in children if child.type == "text")
    shown = "".join(child.content for child in children)
    assert re.sub(r"[\s`]", "", shown) == re.sub(r"[\s`]", "", text)


@given(reports())
def test_any_report_is_inert(some: Report) -> None:
    """Only our own headings, lists, quotes and <details>; no text that GitHub would act on."""
    text = markdown.render(some)
    text.encode("utf-8")
    assert not set(text) & set("\x1b\x9b\x7f\u202e\0\r")
    assert {child.type for child in inlines(text)} <= INERT
    assert not any(ACTIVE.search(child.content) for child in inlines(text) if child.type == "text")
    assert all(HTML.fullmatch(token.content) for token in tokens(text) if token.type == "html_block")
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens(text)) == 1


HTML = re.compile(r"<details><summary>\w+: All \d+ characters</summary>\n|</details>\n?")


@pytest.mark.parametrize("text", ["", "`", "``", "a`b", "`a`", "```\nx\n```", "~~~", "    x", "\x1b[0m"])
def test_code_cannot_be_left(text: str) -> None:
    """A span and a block hold any text, fences included."""
    (span,) = inlines(code(text))
    assert span.type == "code_inline"
    (fence,) = tokens(block(text))
    assert fence.type == "fence"


def test_order_and_content() -> None:
    """Score and next step, then what to work on, to write, what is right, notes, and how it was graded."""
    text = markdown.render(for_student(ada()))
    order = [
        "# `gradient_descent` · Ada Lovelace · 21 / 44",
        "**Start with `loss_fn`.",
        "## To work on",
        "### ✗ `dloss_fn` · needs work · 1 / 7",
        "> **You forget the mean",
        "#### ✗ The derivative of the mean squared error. (0 / 2)",
        "call      dloss_fn(",
        "expected  tensor([ 0.6667",
        "got       tensor([ 2.0000",
        "This is a hidden check. Its inputs are not shown.",
        "This waits for another check: One epoch takes one step downhill",
        "## Still to write",
        "## Right",
        "This is right but for `dloss_fn`.",
        "## About the file",
        "## How this was graded",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.count("You forget the mean") == 1


def test_long_answers_are_folded() -> None:
    """The whole of a long answer is there, folded, in a block it cannot leave."""
    long = "```</details> " * 500
    example = Example(call="f()", expected=heard("1"), got=heard(long))
    text = markdown.render(
        report(function("f", check("c", "T.", Status.FAILED, message=heard("m"), example=example)))
    )
    assert "<summary>got: All 7000 characters</summary>" in text
    assert any(token.type == "fence" and token.content == long + "\n" for token in tokens(text))


def test_not_graded_is_not_a_zero() -> None:
    """No score is said as such, with the reason."""
    text = markdown.render(unreadable())
    assert text.startswith("# `gradient_descent` · Katherine Johnson · no score")
    assert "is not a notebook" in text


def test_a_bracket_that_belongs_to_a_word_stays_with_it() -> None:
    """`detach_()` is one word; the bracket around a sentence is not its own."""
    assert prose("call detach_() (see zero_grad())") == "call `detach_()` (see `zero_grad()`)"


def test_a_word_of_brackets_is_read_once() -> None:
    """A hostile note of a hundred thousand brackets takes no longer than its length."""
    for word in ("<" + ")" * 100_000 + "<", "(" * 100_000 + "<" + ")" * 100_000):
        assert "<" in prose(word)
