"""A report in Chinese: whole sentences in every format, and what machines compare is as in English."""

from __future__ import annotations

import json as plain
import re
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree

import pytest
from helpers.chinese import LACKING, LANGUAGE, in_chinese
from helpers.sample_reports import ada, check, does_not_parse, function, perfect, report
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from grader.audience import for_student
from grader.model import Example, Report, Status
from grader.nbgrader.comments import comments
from grader.render import function as function_page
from grader.render import github, html, index, json, junit, markdown, terminal
from grader.render.in_words import in_words
from grader.render.markdown_text import prose
from grader.render.next_step import next_step, summary
from grader.render.outline import outline
from grader.render.page import html_language, inline
from grader.render.text import brief_in_cells, one_line, padded
from grader.render.wrapped import breaks
from grader.words.messages import Code, Heard, Value, heard, of_course, quoted, say
from grader.words.translation import Translator

CODE = re.compile(r"`[^`]*`")


def student() -> Report:
    """Ada's report in Chinese."""
    return in_words(for_student(ada()), in_chinese())


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("形狀應該是 (11,)，得到的是 ()。", "形狀應該是 (11,)，得到的是 ()。"),
        ("「損失」是一個數：請用『平均』、不要用總和！", "「損失」是一個數：請用『平均』、不要用總和！"),
        ("期望“平均”，得到‘总和’……", "期望“平均”，得到‘总和’……"),
        ("損失は一つの数です。", "損失は一つの数です。"),
        ("손실은 하나의 수입니다.", "손실은 하나의 수입니다."),
        ("ค่าสูญเสียเป็นจำนวนเดียว", "ค่าสูญเสียเป็นจำนวนเดียว"),
        ("नमस्ते, दुनिया।", "नमस्ते, दुनिया।"),
        ("الخسارة رقم واحد؟", "الخسارة رقم واحد؟"),
        ("Größe ≤ 3 × α → β", "Größe ≤ 3 × α → β"),
        ("請呼叫zero_grad()再試一次。", "請呼叫`zero_grad()`再試一次。"),
        ("請看https://evil.example。", "請看`https://evil.example`。"),
        ("請問@octocat或#12。", "請問`@octocat`或`#12`。"),
        ("這是<img>標籤", "這是`<img>`標籤"),
        ("**粗體**和_底線_", "`**`粗體`**`和`_`底線`_`"),
        ("笑:smile:笑", "笑`:smile`:笑"),
    ],
)
def test_markdown_keeps_sentences_of_any_script(text: str, shown: str) -> None:
    """What is text in its script stays text; what acts in Markdown stands in code alone, not its sentence."""
    assert prose(text) == shown


def test_markdown_of_a_report_is_whole_sentences() -> None:
    """No Chinese stands in code, and nothing of ours is left in English."""
    text = markdown.render(student(), in_chinese())
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    assert not [span for span in CODE.findall(text) if re.search("[\u4e00-\u9fff]", span)]
    for words in ("先處理`loss_fn`。形狀應該是 ()，得到", "## 要修改的", "你忘了取平均", "不顯示輸入。"):
        assert words in text
    assert "needs work" not in text and "Look at" not in text


def test_rows_of_an_example_stand_below_each_other() -> None:
    """Their labels take as many cells as they need, not as many characters."""
    text = markdown.render(student(), in_chinese())
    [call] = re.findall(r"^呼叫 +dloss_fn.*1\.5.*$", text, re.M)
    [want] = re.findall(r"^應得 +tensor\(\[ 0.6667.*$", text, re.M)
    assert cell_len(call[: call.index("dloss_fn")]) == cell_len(want[: want.index("tensor")]) == 10


# ── in a terminal ────────────────────────────────────────────────────────────────────────────────────────


def test_cells_are_counted_not_characters() -> None:
    """Sixty cells hold thirty Chinese characters."""
    assert cell_len(brief_in_cells("字" * 100, 60)) <= 60
    assert brief_in_cells("字" * 100, 60) == "字" * 29 + "…"
    assert brief_in_cells("字" * 30, 60) == "字" * 30
    assert brief_in_cells("a" * 61, 60) == "a" * 59 + "…"
    assert padded("應得", 10) == "應得      "


@pytest.mark.parametrize("width", [60, 80])
def test_it_fits_a_terminal(width: int) -> None:
    """No line is wider than the terminal, and the sentences are whole."""
    text = terminal.render(student(), width=width, colour=False, translate=in_chinese())
    assert max(map(cell_len, text.splitlines())) <= width
    joined = re.sub(r"\s", "", text)
    for words in ("先處理`loss_fn`。", "除了`dloss_fn`以外都對。", "這要等另一項檢查：損失是一個數。"):
        assert words in joined


@pytest.mark.parametrize("width", range(20, 44))
def test_no_line_begins_with_a_full_stop(width: int) -> None:
    """A long sentence fills its lines from the first on, and breaks where its script allows it."""
    text = "結果在第一個元素就不對，因為你把「學習率」乘了兩次；請檢查`training_loop`的那一行（第 31 行）。"
    starts = breaks(text, width)
    lines = [text[one:other] for one, other in zip([0, *starts], [*starts, len(text)], strict=True)]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    assert not [line for line in lines if line[0] in "，。；」）" or line[-1] in "「（"]
    assert cell_len(lines[0]) > width - 17


@given(st.text(max_size=60), st.integers(2, 30))
def test_any_text_is_broken_into_lines_that_fit(text: str, width: int) -> None:
    """Nothing is lost, and no line is wider, whatever the script."""
    line = one_line(text)
    starts = breaks(line, width)
    assert starts == sorted(set(starts)) and 0 not in starts
    lines = [line[one:other] for one, other in zip([0, *starts], [*starts, len(line)], strict=True)]
    assert all(cell_len(part.rstrip()) <= width for part in lines)


def test_the_table_of_a_class_fits() -> None:
    """Each with the one thing to say, in 80 cells."""
    translate = in_chinese()
    some = [in_words(for_student(one), translate) for one in (ada(), perfect(), does_not_parse())]
    sheet = StringIO()
    Console(file=sheet, width=80).print(terminal.class_table(some, translate))
    text = sheet.getvalue()
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "先改什麼" in text and "全部通過。" in text and "`loss_fn`：形狀應該是" in text


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_says_its_language() -> None:
    """With its script: the same signs are drawn in two ways."""
    assert '<html lang="zh-Hant-TW">' in html.render(student(), in_chinese())
    assert '<html lang="en">' in html.render(ada())
    assert '<html lang="zh-Hant-TW">' in index.render([student()], {}, in_chinese())
    assert 'lang="zh-Hant-TW"' in function_page.render(student(), "loss_fn", in_chinese())
    assert [html_language(one) for one in ("zh-CN", "de", "en")] == ["zh-Hans-CN", "de", "en"]


def test_what_is_in_another_language_says_so() -> None:
    """What was heard, and what the catalog lacks, is English; code and values are of no language."""
    translate = in_chinese()
    said = translate.said(
        say("Expected shape {want}, got shape {got}.", want=Value("(3,)"), got=Value("()"))
        + heard("division by zero")
        + say("This is not in the catalog: {it}", it=Code("x"))
    )
    lacking = (
        '<span lang="en">division by zero This is not in the catalog: </span><code translate="no">x</code>'
    )
    assert inline(said, LANGUAGE) == f"形狀應該是 (3,)，得到的是 ()。{lacking}"
    assert list(translate.untranslated) == ["This is not in the catalog: {it}"]
    assert "lang=" not in inline(Translator().said(said))


def test_what_the_catalog_lacks_is_marked_on_the_page() -> None:
    """A title without a translation stands in English, and says so to a screen reader."""
    page = html.render(student(), in_chinese())
    assert '<span lang="en">The argument </span><code translate="no">params</code>' in page
    assert LACKING.replace("`", "") in re.sub("<[^>]+>", "", page)


def test_translations_and_heard_words_are_only_ever_text() -> None:
    """A sentence, an argument and heard words with tags in them make no tags."""
    evil = "<script>x()</script>"
    said = say("<b>{value}</b> {heard}", value=Value(evil), heard=Heard(evil)) + quoted(Code(evil))
    page = html.render(
        in_words(report(function("f", check("c", said, Status.FAILED))), in_chinese()), in_chinese()
    )
    assert "<script>" not in page and "<b>" not in page


# ── what machines compare ────────────────────────────────────────────────────────────────────────────────


def test_cases_keep_their_names() -> None:
    """A CI system knows a test case again, whatever the language of its report."""

    def names(text: str) -> list[tuple[str | None, str | None]]:
        return [
            (case.get("classname"), case.get("name"))
            for case in ElementTree.fromstring(text).iter("testcase")
        ]

    chinese = junit.render(student(), in_chinese())
    assert names(chinese) == names(junit.render(in_words(for_student(ada()), Translator())))
    assert "數值是應得的 3 倍。" in chinese and "呼叫" in chinese


def test_two_languages_differ_in_words_alone() -> None:
    """The same keys, ids, statuses, scores, order; and from either the other can be made again."""
    english = plain.loads(json.render(in_words(for_student(ada()), Translator())))
    chinese = plain.loads(json.render(student()))
    assert chinese["language"] == LANGUAGE and english["language"] == "en"
    assert _without_words(chinese) == _without_words(english)
    again = in_words(json.parse(json.render(student())), Translator())
    assert plain.loads(json.render(again)) == english
    other_way = in_words(json.parse(json.render(in_words(for_student(ada()), Translator()))), in_chinese())
    assert plain.loads(json.render(other_way)) == chinese


WORDS = {"language", "made_of", "title", "message", "problem", "notes", "headline", "explanation"}
WORDS |= {"expected", "demand", "got"}


def _without_words(part: object) -> object:
    if isinstance(part, dict):
        kept = {key: _without_words(value) for key, value in part.items() if key not in WORDS}
        # A place is said in words; what it is made of stands beside them.
        return {key: value for key, value in kept.items() if not (key == "file" and "path" in kept)}
    return [_without_words(item) for item in part] if isinstance(part, list) else part


def test_the_order_of_reading_follows_no_language() -> None:
    """What comes first, what is grouped, what is said once: the same in both."""
    english, chinese = outline(in_words(ada(), Translator())), outline(in_words(ada(), in_chinese()))
    assert [w.function.name for w in english.work] == [w.function.name for w in chinese.work]
    assert [[len(f.checks) for f in w.findings] for w in english.work] == [
        [len(f.checks) for f in w.findings] for w in chinese.work
    ]
    assert [d.id for w in english.work for d in w.diagnoses] == [
        d.id for w in chinese.work for d in w.diagnoses
    ]


def test_a_name_is_not_said_twice_in_any_language() -> None:
    """A message that names the function is not led in by its name: told by its arguments, not its words."""
    slow = say("{function} took longer than {seconds} s.", function=Code("f"), seconds=2)
    some = report(function("f", check("c", "T.", Status.FAILED, message=slow)))
    translate = in_chinese()
    assert translate(next_step(some)) == "從這裡開始。`f`超過 2 秒還沒結束。"
    assert translate(summary(some)) == "`f`超過 2 秒還沒結束。"
    other = replace(some, functions=(function("g", check("c", "T.", Status.FAILED, message=slow)),))
    assert translate(next_step(other)) == "先處理`g`。`f`超過 2 秒還沒結束。"


def test_messages_of_one_content_are_one_finding() -> None:
    """Two sentences that a catalog says alike are two; one sentence is one, said in whatever language."""
    one, other = say("Start here."), of_course("Start here.", "gradient_descent/f/title")
    checks = [
        check(name, "T.", Status.FAILED, message=said)
        for name, said in zip("abc", (one, one, other), strict=True)
    ]
    (work,) = outline(
        in_words(report(function("f", *checks), function("g", check("d", "D."))), in_chinese())
    ).work
    assert [len(finding.checks) for finding in work.findings] == [2, 1]


# ── elsewhere ────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations_and_comments_are_in_the_language() -> None:
    """What a run on GitHub shows, and what nbgrader keeps."""
    translate = in_chinese()
    first, *_ = github.marks(student(), "f.py", translate)
    assert first.endswith("::形狀應該是 ()，得到的是 (3,)。")
    assert github.summary([student()], translate).startswith("| 作業 | 分 | 先做什麼 |")
    assert comments(student(), translate)["train_until"] == "`train_until`還沒寫。"
    failed = check(
        "c", "T.", Status.FAILED, example=Example(call="f()", expected=quoted(Value("1")), got=heard("2"))
    )
    shown = comments(in_words(report(function("f", failed)), translate), translate)["f"]
    assert "呼叫      f()\n應得      1\n實得      2" in shown


def test_no_language_stays_behind() -> None:
    """One call in Chinese, the next in English: nothing is kept by the process."""
    before = html.render(in_words(ada(), Translator()))
    html.render(student(), in_chinese())
    assert html.render(in_words(ada(), Translator())) == before
