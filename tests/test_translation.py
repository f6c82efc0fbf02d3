"""Messages said in a language: catalogs as people edit them, and what a catalog lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.words.messages import (
    Code,
    Heard,
    InFile,
    Message,
    code_list,
    heard,
    of_course,
    quoted,
    say,
    say_many,
)
from grader.words.translation import Translator, chosen_language, system_language, translator

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n'
)


def wrong_shape(want: str = "(3,)") -> Message:
    """A message of two sentences."""
    return say("Expected {want}, got {got}.", want=Code(want), got=Heard("no {want}")) + say("Look again.")


@pytest.fixture
def catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the grader's own catalogs."""
    monkeypatch.setenv("GRADER_TRANSLATIONS", str(tmp_path))
    return tmp_path


def write(folder: Path, text: str, name: str = "zh-TW.po") -> Path:
    """A catalog with these entries."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"{HEAD}\n{text}", encoding="utf-8")
    return folder / name


def test_a_sentence_is_said_in_its_language_and_filled(catalogs: Path) -> None:
    """In any order; Chinese has no space between sentences."""
    write(
        catalogs,
        'msgid "Expected {want}, got {got}."\nmsgstr "得到 {got},應為 {want}。"\n\n'
        'msgid "Look again."\nmsgstr "再看一次。"\n',
    )
    translate = translator("zh-TW")
    assert translate(wrong_shape()) == "得到 no {want},應為 `(3,)`。再看一次。"
    assert not translate.untranslated
    assert str(wrong_shape()) == "Expected `(3,)`, got no {want}. Look again."


def test_an_edited_catalog_counts_at_the_next_command(catalogs: Path) -> None:
    """No compiled file stands between: what was saved last is said."""
    for said in ("一。", "二。"):
        write(catalogs, f'msgid "Look again."\nmsgstr "{said}"\n')
        assert translator("zh-TW")(say("Look again.")) == said


def test_what_is_lacking_is_english_and_counted_once(catalogs: Path) -> None:
    """No error: the reader gets the sentence, and its language is known."""
    write(catalogs, 'msgid "Look again."\nmsgstr ""\n')
    translate = translator("zh-TW")
    assert [translate(say("Look again.")) for _ in range(2)] == ["Look again."] * 2
    assert list(translate.untranslated) == ["Look again."]
    assert [piece.language for piece in translate.said(say("Look again.")).words or ()] == ["en"]


def test_a_translation_with_other_places_is_not_used(catalogs: Path) -> None:
    """A name in braces that is lost, or another one, would lose what was found."""
    write(catalogs, 'msgid "Expected {want}, got {got}."\nmsgstr "應為 {what}。"\n')
    assert translator("zh-TW")(wrong_shape()).startswith("Expected `(3,)`, got")


def test_plurals_are_the_catalogs(catalogs: Path) -> None:
    """The count chooses by the catalog's own rule."""
    write(
        catalogs,
        'msgid "{n} check failed."\nmsgid_plural "{n} checks failed."\n'
        'msgstr[0] "eins: {n}"\nmsgstr[1] "viele: {n}"\n',
        "de.po",
    )
    said = [translator("de")(say_many("{n} check failed.", "{n} checks failed.", n)) for n in (1, 3)]
    assert said == ["eins: 1", "viele: 3"]


def test_lists_and_places_are_said_too(catalogs: Path) -> None:
    """Their joints are sentences of the catalog."""
    write(
        catalogs,
        'msgid "{first} and {last}"\nmsgstr "{first}和{last}"\n\n'
        'msgid "{first}, {last}"\nmsgstr "{first}、{last}"\n\n'
        'msgid "{file}, cell {cell}, line {line}"\nmsgstr "{file} 第{cell}格第{line}行"\n',
    )
    translate = translator("zh-TW")
    assert translate(quoted(code_list("abc"))) == "`a`、`b`和`c`"
    assert translate(quoted(InFile("a.ipynb", 4, 2))) == "a.ipynb 第4格第2行"


def test_a_courses_catalog_lies_with_the_course(catalogs: Path, tmp_path: Path) -> None:
    """Each assignment has its own, and a text has its place as context."""
    course = tmp_path / "course"
    write(
        course / "zh-TW",
        'msgctxt "sums/test_add/title"\nmsgid "It adds."\nmsgstr "相加。"\n',
        "sums.po",
    )
    translate = translator("zh-TW", course, ["sums", "more"])
    assert translate(of_course("It adds.", "sums/test_add/title")) == "相加。"
    assert translate(of_course("It adds.", "sums/test_other/title")) == "It adds."
    assert translate(say("It adds.")) == "It adds."


@pytest.mark.parametrize("text", ["\x00\xff", 'msgid "a\nmsgstr'])
def test_a_catalog_that_cannot_be_read_is_named(catalogs: Path, text: str) -> None:
    """With its file, in one line."""
    (catalogs / "zh-TW.po").write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match=r"zh-TW\.po"):
        translator("zh-TW")


def test_words_of_others_and_code_are_asked_of_no_catalog(catalogs: Path) -> None:
    """Even where a catalog has that very text."""
    write(catalogs, 'msgid "{words}"\nmsgstr "X{words}"\n\nmsgid "Look again."\nmsgstr "X"\n')
    translate = translator("zh-TW")
    assert translate(heard("Look again.")) == "Look again." and not translate.untranslated


def test_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option, the environment, the course's, English."""
    monkeypatch.delenv("GRADER_LANG", raising=False)
    assert chosen_language(None, None) == "en" and chosen_language(None, "zh_TW") == "zh-TW"
    monkeypatch.setenv("GRADER_LANG", "de")
    assert chosen_language(None, "zh-TW") == "de" and chosen_language("fr", "zh-TW") == "fr"


def test_the_systems_language() -> None:
    """As POSIX orders the variables; C is none."""
    assert system_language({"LANG": "zh_TW.UTF-8"}) == "zh-TW"
    assert system_language({"LANG": "de_DE", "LC_ALL": "C.UTF-8"}) is None
    assert system_language({}) is None


def test_translators_are_independent(catalogs: Path) -> None:
    """Two languages at once, in one process."""
    write(catalogs, 'msgid "Look again."\nmsgstr "再看一次。"\n')
    chinese, english = translator("zh-TW"), Translator()
    assert [chinese(say("Look again.")), english(say("Look again."))] == ["再看一次。", "Look again."]


def test_a_courses_own_language_is_no_lack(catalogs: Path) -> None:
    """A course written in Chinese needs no catalog of its own texts; read in English, they stay Chinese."""
    for language, lacking in (("zh-TW", []), ("en", ["每個元素。"])):
        translate = translator(language, written_in="zh-TW")
        said = translate.said(of_course("每個元素。", "sums/test_a/title"))
        assert [piece.language for piece in said.words or ()] == ["zh-TW"]
        assert list(translate.untranslated) == lacking
