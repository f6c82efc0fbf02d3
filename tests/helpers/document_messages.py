"""Messages of the grader that documents show: each sentence is one that the grader can say."""

from __future__ import annotations

import re
from functools import cache

import polib

from helpers.grading import ROOT

_SHOWN = re.compile(r"^```text said\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"\{\w+\}")
# Whatever stands in a place of a message is no end of a sentence.
_FILLED = r"(?:[^.]|\.(?=\S))+?"
# What Python says of a file that it cannot read is quoted behind the place.
_ERROR = re.compile(r"\S+, line \d+: \w+Error: [^.]*\.")


def unsaid(text: str) -> list[tuple[int, str]]:
    """Of the messages that a page shows, the lines and the first words that the grader never says."""
    found = []
    for shown in _SHOWN.finditer(text):
        if left := _left(" ".join(shown[1].split())):
            found.append((text.count("\n", 0, shown.start(1)) + 1, left))
    return found


def _left(text: str) -> str:
    """What is left where sentences of the catalog end to fit, one after the other."""
    ends = [end.end() for end in re.finditer(r"[.:](?= |$)", text)]
    reached = {0}
    for start in [0, *(end + 1 for end in ends)]:
        if start in reached:
            reached |= {end + 1 for end in ends if end > start and _is_said(text[start:end])}
    return text[max(reached) :]


def _is_said(words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in (_ERROR, *_patterns()))


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Of each message that has words of its own, what it can look like."""
    catalog = polib.pofile(str(ROOT / "grader" / "words" / "translations" / "grader.pot"))
    sentences = {one for entry in catalog for one in (entry.msgid, entry.msgid_plural) if one}
    return [
        re.compile(_FILLED.join(map(re.escape, _PLACE.split(" ".join(sentence.split())))))
        for sentence in sentences
        if re.search(r"[A-Za-z]{3,}", _PLACE.sub("", sentence))
    ]
