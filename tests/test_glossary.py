"""The glossary and the tables of old and new names: what they name is there, and no old word comes back."""

from __future__ import annotations

import importlib
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
RENAMED = (ROOT / "docs" / "decisions" / "0010-rooms-and-names.md").read_text(encoding="utf-8")
# The pictures that modules and classes were once called by.
OLD_WORDS = {
    "crew",
    "desk",
    "nest",
    "nursery",
    "room",
    "rooms",
    "seat",
    "seats",
    "sitting",
    "sittings",
    "talker",
}


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    below = text.split(f"{heading}\n", 1)[1]
    lines = re.findall(r"^\|.*\|$", below.split("\n#", 1)[0], re.MULTILINE)[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def named(cell: str) -> list[str]:
    """The names in backquotes in a cell."""
    return re.findall(r"`([\w.]+)`", cell)


def found(name: str) -> object:
    """The module, or the attribute of a module, of a dotted name. Raises ImportError, AttributeError."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


TERMS = table(GLOSSARY, "# Glossary")
MODULES = table(RENAMED, "## Modules: old and new")
CLASSES = table(RENAMED, "## Classes: old and new")
NEW_NAMES = sorted({f"grader.{name}" for row in [*MODULES, *CLASSES] for name in named(row[1])})
# Split or made a package, under the name that it had.
KEPT = {"grader.course", "grader.plugin", "grader.reference"}
GONE = sorted({f"grader.{named(row[0])[0]}" for row in [*MODULES, *CLASSES]} - KEPT)


@pytest.mark.parametrize(("term", "bearer"), [(row[0], row[2]) for row in TERMS])
def test_a_term_is_borne_by_something(term: str, bearer: str) -> None:
    """Every term of the glossary names one class or module, and it can be imported."""
    (name,) = named(bearer)
    assert name.startswith("grader.")
    assert found(name) is not None


def test_terms_are_unique_and_sorted() -> None:
    """No term is explained twice, and each is found where a reader looks for it."""
    terms = [row[0] for row in TERMS]
    assert len(terms) >= 30
    assert all(len(row) == 3 and all(row) for row in TERMS)
    assert terms == sorted(set(terms))


def test_the_tables_of_names_are_whole() -> None:
    """Each old name stands once, beside a new one that differs from it."""
    for rows in (MODULES, CLASSES):
        old = [row[0] for row in rows]
        assert len(old) >= 25
        assert len(old) == len(set(old))
        assert all(named(row[1]) for row in rows)


@pytest.mark.parametrize("name", NEW_NAMES)
def test_a_new_name_can_be_imported(name: str) -> None:
    """Whoever looks up an old name finds the class or module that has taken its place."""
    assert found(name) is not None


@pytest.mark.parametrize("old", GONE)
def test_an_old_name_is_gone(old: str) -> None:
    """No old name is kept beside the new one."""
    with pytest.raises((ImportError, AttributeError)):
        found(old)


def words(name: str) -> set[str]:
    """The words of an identifier: `SpawnedChild`, `as_page` → {spawned, child}, {as, page}."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}


def identifiers(path: Path) -> set[str]:
    """Every name in the code of a module, and the module's own."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return {path.stem} | {token.string for token in tokens if token.type == tokenize.NAME}


def test_old_words_name_nothing() -> None:
    """No module, class, function or variable of the package is called by a word of the old pictures."""
    modules = sorted((ROOT / "grader").rglob("*.py"))
    assert len(modules) > 100
    back = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules
        for name in identifiers(path)
        if words(name) & OLD_WORDS
    }
    assert back == set()
    # The rule sees what it is to see.
    assert words("CurrentSittings") & OLD_WORDS and words("_child_nest") & OLD_WORDS
