"""Which language is spoken: --lang, else GRADER_LANG, else the course's; on a terminal last the system's."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli import app, run
from grader.course.language import translator_for, untranslated
from grader.errors import UsageError
from grader.words.messages import of_course, say

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = HEAD + 'msgctxt "shapes/test_area/title"\nmsgid "The area."\nmsgstr "面積。"\n'
TITLE = of_course("The area.", "shapes/test_area/title")


@pytest.fixture(autouse=True)
def nothing_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRADER_LANG", "GRADER_TRANSLATIONS", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course's folders, with a catalog and a language."""
    for folder in ("exercises", "autograde_tests", "solutions/translations/zh-TW"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "solutions/translations/zh-TW/shapes.po").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "course.toml").write_text('language = "zh_tw"\n', encoding="utf-8")
    return tmp_path


def test_the_order(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said comes before the environment, that before the course, that before what is left."""
    assert translator_for(course, last="de").language == "zh-TW"
    monkeypatch.setenv("GRADER_LANG", "fr")
    assert translator_for(course).language == "fr"
    assert translator_for(course, "pt_br").language == "pt-BR"
    monkeypatch.delenv("GRADER_LANG")
    (course / "course.toml").unlink()
    assert translator_for(course).language == "en"


def test_the_system_s_language_counts_where_there_is_a_catalog(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asked for it: without a catalog there is English, and nothing to be counted."""
    (course / "course.toml").unlink()
    assert translator_for(course, last="de-DE").language == "en"
    monkeypatch.setenv("GRADER_TRANSLATIONS", str(tmp_path))
    (tmp_path / "de.po").write_text(HEAD, encoding="utf-8")
    assert translator_for(course, last="de-DE").language == "de"
    assert translator_for(course, last="C?").language == "en"


@pytest.mark.parametrize("name", ["en", "en_GB", "EN-us"])
def test_english_is_english_everywhere(name: str, course: Path) -> None:
    """It needs no catalog, wherever it is spoken."""
    translate = translator_for(course, name)
    assert (translate.language, translate(TITLE), untranslated([translate])) == ("en", "The area.", [])


def test_a_course_s_own_words(course: Path) -> None:
    """They are of its own catalogs; what is missing is counted once, however often it is said."""
    translate = translator_for(course / "exercises")
    assert translate(TITLE) == "面積。"
    for _ in range(2):
        translate(say("Nobody has translated this."))
    (line,) = untranslated([translate, translate])
    assert str(line).startswith("1 sentence has no translation into zh-TW")


def test_a_catalog_counts_as_it_is_now(course: Path) -> None:
    """An edited file is read by the next command."""
    catalog = course / "solutions/translations/zh-TW/shapes.po"
    catalog.write_text(ENTRY.replace("面積", "大小"), encoding="utf-8")
    assert translator_for(course)(TITLE) == "大小。"


@pytest.mark.parametrize("name", ["../secret", "zh TW", "1", "/"])
def test_what_is_no_language_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, and no file is looked for."""
    with pytest.raises(UsageError, match="is no language"):
        translator_for(None, name)
    assert run(lambda: app(["hint", "--lang", name])) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_catalog_that_cannot_be_read_is_one_line(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its name; nothing is graded in half a language."""
    catalog = course / "solutions/translations/zh-TW/shapes.po"
    catalog.write_text('msgid "a\nmsgstr', encoding="utf-8")
    assert run(lambda: app(["hint", "f", "--course", str(course)])) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "shapes.po" in said and "Traceback" not in said


def test_an_error_is_said_in_the_language_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By --lang alone; the next command speaks English again."""
    text = "No function is named. Write `grader hint FUNCTION`. `grader status` lists the functions."
    (tmp_path / "de.po").write_text(f'{HEAD}msgid "{text}"\nmsgstr "Welche Funktion?"\n', encoding="utf-8")
    monkeypatch.setenv("GRADER_TRANSLATIONS", str(tmp_path))
    assert run(lambda: app(["hint", "--lang", "de"])) == 2
    assert capsys.readouterr().err == "grader: Welche Funktion?\n"
    assert run(lambda: app(["hint"])) == 2
    assert capsys.readouterr().err == f"grader: {text}\n"
