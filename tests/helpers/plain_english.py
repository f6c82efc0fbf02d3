"""Finds what makes a sentence hard to read: too many words, a rare word, a phrase of the banned list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).resolve().parent.parent / "words"
GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
LONGEST = 20

# What stands for one word, whatever is in it.
_CODE = re.compile(r"``.+?``|`[^`]*`")
_SECTION = re.compile(r"\s*\(§[^)]*\)|§[\d.]+(?:, §[\d.]+)*")
_TUPLE = re.compile(r"\((?:[\w.×*+-]+,\s?)*[\w.×*+-]*,?\)|\[[-\w., ]*\]")
# A docstring's sentence may begin with the names of arguments: "x, y: tensors of one shape."
_END = re.compile(
    r"(?<=[.!?…])[\"')*_]*\s+(?=[\"'(*_]*[A-Z0-9`§…]|\w+(?:, \w+)*: )|(?<=[.!?]\))\s+(?=[A-Z`])"
)
_EITHER = re.compile(r"[A-Za-z]+(?:/[A-Za-z]+)+[.,;:?!]?$")
_ONE = "CODE"


@dataclass(frozen=True)
class Text:
    """A text for people: the file and line where it begins, and names that it may use as code."""

    file: str
    line: int
    words: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """What is wrong with one sentence."""

    text: Text
    sentence: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.text.file}:{self.text.line}: {self.wrong}\n    {self.sentence}"


def listed(name: str) -> list[str]:
    """The lines of a list in tests/words, without its header and its comments."""
    text = (WORDS / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def forms(word: str) -> set[str]:
    """A word and its regular forms: plural, past, -ing, comparison, -ly, and each with un-."""
    found = {word} | {word + end for end in ("s", "es", "ed", "ing", "er", "ers", "est", "ly")}
    if word.endswith("e"):
        found |= {word[:-1] + end for end in ("ing", "ed", "er", "ers", "est", "y")}
    if word.endswith("y"):
        found |= {word[:-1] + end for end in ("ies", "ied", "ier", "iest", "ily")}
    if re.fullmatch(r".*[^aeiou][aeiou][^aeiouwxy]", word):
        found |= {word + word[-1] + end for end in ("ed", "ing", "er", "ers", "est")}
    if word.endswith("ic"):
        found.add(word + "ally")
    return found | {f"un{one}" for one in found if len(word) > 3}


@cache
def known() -> frozenset[str]:
    """Every word that may be used: frequent ones, kept terms and the glossary's, in all their forms."""
    kept = [word for line in [*listed("frequent.txt"), *listed("terms.txt")] for word in line.split()]
    rows = re.findall(r"^\| ([^|`]+) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    terms = [word for row in rows for word in re.findall(r"[a-z]+", row.lower())]
    return frozenset(form for word in [*kept, *terms] for form in forms(word.lower()))


@cache
def banned() -> list[tuple[re.Pattern[str], str]]:
    """The banned phrases, each with what to write in its place."""
    rows = [line.partition(" → ") for line in listed("banned.txt")]
    return [(re.compile(rf"(?<![\w-])(?:{phrase})(?![\w-])", re.I), better) for phrase, _, better in rows]


def sentences(text: str) -> list[str]:
    """The sentences of a text; code stands as it is."""
    plain = re.sub(r"\s+", " ", _SECTION.sub("", text)).strip()
    codes: list[str] = []

    def aside(match: re.Match[str]) -> str:
        codes.append(match[0])
        return f"`{len(codes) - 1}`"

    parts = _END.split(_CODE.sub(aside, plain))
    return [re.sub(r"`(\d+)`", lambda m: codes[int(m[1])], part.strip()) for part in parts if part.strip()]


def words(sentence: str) -> list[str]:
    """What counts as a word each: a word, a number, code in backquotes, a shape such as (n, k)."""
    plain = _TUPLE.sub(f" {_ONE} ", _CODE.sub(f" {_ONE} ", sentence))
    chunks = re.sub(r"[—–→|]", " ", plain).split()
    apart = [part for chunk in chunks for part in (chunk.split("/") if _EITHER.match(chunk) else [chunk])]
    return [part for part in apart if re.search(r"[A-Za-z0-9]", part)]


def _parts(chunk: str) -> list[str]:
    """The words in one chunk, lower case; none where it is code, a number, a name of a file or an address."""
    if re.match(r"[\"'(…]*\.[a-z]", chunk):  # `.py`, without backquotes
        return []
    bare = chunk.strip(".,;:!?()[]{}\"'*“”‘’")
    if bare == _ONE or re.search(
        r"[_\d/\\@=<>&$%{}\[\]~^×²°…]|\w\.\w|\w\(|^--|[a-z][A-Z]|^[a-z]{2}-[A-Z]{2}$", bare
    ):
        return []
    return [re.sub(r"['’]s?$", "", part).lower() for part in bare.split("-") if re.search("[A-Za-z]", part)]


def rare(sentence: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words of a sentence that stand in no list; single letters are names of values."""
    parts = [part for chunk in words(sentence) for part in _parts(chunk)]
    return [part for part in parts if len(part) > 1 and part not in known() and part not in names]


def complaints(sentence: str, names: frozenset[str] = frozenset()) -> Iterator[str]:
    """What is wrong with a sentence, a line each."""
    if (count := len(words(sentence))) > LONGEST:
        yield f"{count} words, at most {LONGEST}: make it two sentences"
    if unknown := rare(sentence, names):
        yield f"not a frequent word and not a kept term: {', '.join(unknown)}"
    plain = _CODE.sub(_ONE, sentence)
    for pattern, better in banned():
        if met := pattern.search(plain):
            yield f"“{met[0]}”: {better}"


def findings(text: Text) -> list[Finding]:
    """All that is wrong with a text."""
    return [
        Finding(text, sentence, wrong)
        for sentence in sentences(text.words)
        for wrong in complaints(sentence, text.names)
    ]
