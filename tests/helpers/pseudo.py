"""A pseudo-language made from the extracted template: what is not said through a catalog shows at once.

`⟦12 ẽẋƥẽčŧẽḓ ‹(3,)›⟧` is the template's sentence 12 with marked letters; what was put in stands in ‹›. One
entry of three is turned round, so that nothing hangs on the order of words. The tag "qps" is for private use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import polib

LANGUAGE = "qps"
_PLACE = re.compile(r"(\{\w+\})")
_MARKED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ",
)
_LETTER = re.compile("[A-Za-z]")
_NUMBER = re.compile(r"⟦(\d+) ")
# What a reader sees or hears of a page, beside its text.
_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder")


def sentence(text: str, number: int) -> str:
    """One sentence of the pseudo-language."""
    split = _PLACE.split(text)
    parts = [f"‹{part}›" if _PLACE.fullmatch(part) else part.translate(_MARKED) for part in split]
    if number % 3 == 0:
        parts.reverse()
    return f"⟦{number} {''.join(parts)}⟧"


def write_engine(template: str, folder: Path) -> dict[int, str]:
    """The engine's catalog in pseudo-language, made from its template. Returns each sentence by number."""
    catalog = polib.pofile(template)
    catalog.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    numbered: dict[int, str] = {}
    for number, entry in enumerate(catalog, start=1):
        numbered[number] = entry.msgid
        if entry.msgid_plural:
            entry.msgstr_plural = {
                0: sentence(entry.msgid, number),
                1: sentence(entry.msgid_plural, number),
            }
        else:
            entry.msgstr = sentence(entry.msgid, number)
    folder.mkdir(parents=True, exist_ok=True)
    catalog.save(str(folder / f"{LANGUAGE}.po"))
    return numbered


def write_course(texts: Iterable[tuple[str, str]], path: Path) -> None:
    """A course's catalog in pseudo-language: (context, text) of one assignment, all of them number 0."""
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for context, text in dict.fromkeys(texts):
        catalog.append(polib.POEntry(msgctxt=context, msgid=text, msgstr=sentence(text, 0)))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.save(str(path))


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────


def outside(text: str) -> str:
    """What of a text stands in no ‹›. One that is cut off reaches to the end."""
    kept: list[str] = []
    depth = 0
    for char in text:
        depth += (char == "‹") - (char == "›" and depth > 0)
        if depth == 0 and char != "›":
            kept.append(char)
    return "".join(kept)


def unsaid(text: str) -> list[str]:
    """The lines of a text that have letters outside: what was not said through a catalog."""
    return [line.strip() for line in outside(text).splitlines() if _LETTER.search(line)]


def said(text: str) -> set[int]:
    """The numbers of the template's sentences that a text says."""
    return {int(number) for number in _NUMBER.findall(text)} - {0}


def page_text(page: str) -> str:
    """What a reader sees or hears of an HTML page, a line for each piece."""
    shown = _Shown()
    shown.feed(page)
    return "\n".join(shown.lines)


class _Shown(HTMLParser):
    """Text and spoken attributes; a text that goes through inline elements stays on one line."""

    _INLINE = ("code", "span", "b", "i", "em", "strong", "a", "bdi", "small")

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._INLINE:
            self.lines.append("")
        self._hidden = tag in ("style", "script")
        for name, value in attrs:
            if name in _ATTRIBUTES and value:
                self.lines[-1:-1] = [value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag not in self._INLINE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.lines[-1] += data.replace("\n", " ")
