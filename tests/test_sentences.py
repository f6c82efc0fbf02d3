"""The sentences of the code can be translated, and a sentence that could not is found."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from helpers.grading import ROOT

# Sentences planted in the ways in which one escapes a catalog: the code, and a word of the complaint.
PLANTED = [
    ('say(f"{x} is wrong.")', "one literal"),
    ('say("{} is wrong.".format(x))', "one literal"),
    ('say("It is " + x)', "one literal"),
    ('say("It is right." if ok else "It is wrong.")', "one literal"),
    ("say(TEXT)", "one literal"),
    ('say(" ".join(["it", "is"]))', "one literal"),
    ('say("{x} is wrong.")', "nothing is given for x"),
    ('say("It is wrong.", x=3)', "x stands nowhere"),
    ('say("It is {x!r}.", x=3)', "x stands nowhere"),
    ('say("It is wrong. ")', "begins and ends"),
    ('say("It is {x}.", **known)', "by name"),
    ('say("It is {x}.", x="really wrong")', "bare string"),
    ('say("It is {x}.", x=f"{y} off")', "bare string"),
    ('say_many("{n} is wrong.", n)', "takes 2 texts"),
    ('heard(f"the file {name} is empty")', "carries a sentence"),
    ('Heard("this is not the file")', "carries a sentence"),
    ('say("It is {x}.", x=Name("not what was asked"))', "carries a sentence"),
    ('say("It is {x}.", x=Value("far too large" if big else "small"))', "carries a sentence"),
    ('say("It is {x}.", x=Code(" and ".join(["this is wrong"])))', "carries a sentence"),
    ('raise UsageError("this is not a folder")', "takes a message"),
    ('raise UsageError(f"{path} is not a folder")', "takes a message"),
    ('raise errors.FaultError("no answer came back from " + name)', "takes a message"),
]
RIGHT = [
    'say("It is wrong.")',
    'say("Expected {want}, " "got {got}.", want=Value("(3,)"), got=kind(x))',
    'say_many("{n} check of {name}.", "{n} checks of {name}.", n, name=Name(name))',
    'say("Type {command}.", command=Code(f"grader check {name}"))',
    "raise UsageError(error.said)",
    'raise ValueError("a check is worth more")',
]
PLANTED_ON_PAGES = [
    ("<p>Not said</p>", "'Not said' is not said"),
    ('<p aria-label="Results">{{ x }}</p>', "'Results' is not said"),
    ("<p>{{ say(x) }}</p>", "one literal"),
    ("<p>{{ say('It is {x}.') }}</p>", "nothing is given for x"),
]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sentences", ROOT / "scripts" / "sentences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/sentences.py."""
    return _script()


@pytest.mark.parametrize(("code", "words"), PLANTED)
def test_a_planted_sentence_is_found(script: ModuleType, code: str, words: str) -> None:
    """With its file and line, and what is wrong."""
    found = script.complaints(f"\n{code}\n", "planted.py")
    assert found and all(said.startswith("planted.py:2: ") for said in found)
    assert re.search(words, found[0])


@pytest.mark.parametrize("code", RIGHT)
def test_what_is_right_is_not_complained_of(script: ModuleType, code: str) -> None:
    """Implicitly joined literals are one literal."""
    assert script.complaints(code, "right.py") == []


@pytest.mark.parametrize(("page", "words"), PLANTED_ON_PAGES)
def test_a_planted_sentence_of_a_page_is_found(script: ModuleType, page: str, words: str) -> None:
    """Text, and attributes that are read aloud."""
    assert words in " ".join(script.page_complaints(page, "page.html.j2"))


def test_a_page_that_says_everything_is_right(script: ModuleType) -> None:
    """Style and symbols are no sentences."""
    page = "<style>p { color: red }</style><p title=\"{{ say('It is {x}.', x=1) }}\">✓ {{ say('Right') }}</p>"
    assert script.page_complaints(page, "page.html.j2") == []


def test_a_catalog_with_other_places_is_found(script: ModuleType, tmp_path: Path) -> None:
    """A name in braces that is lost, or one too many."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path = tmp_path / "xx.po"
    path.write_text(head + 'msgid "It is {x}."\nmsgstr "Es ist {y}."\n\nmsgid "a"\nmsgstr "b"\n', "utf-8")
    assert len(script.catalog_complaints(path)) == 1
    path.write_text(head + 'msgid "It is {x}."\nmsgstr "Es ist {x}."\n', "utf-8")
    assert script.catalog_complaints(path) == []
