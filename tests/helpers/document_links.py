"""The links between documents, and how many clicks lead from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\((?!https?:)([^)#\s]*)(?:#([\w-]*))?\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def anchor(heading: str) -> str:
    """The name that a forge gives a heading, and MyST too."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower().replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")


def sections(text: str) -> dict[str, str]:
    """The text of each section, with the sections inside it, by its anchor; "" is the whole page."""
    prose = _FENCED.sub(lambda block: re.sub(r"(?m)^#", " ", block[0]), text)
    found = list(_HEADING.finditer(prose))
    parts = {"": text}
    for number, heading in enumerate(found):
        level = len(heading[0]) - len(heading[0].lstrip("#"))
        ends = (one.start() for one in found[number + 1 :] if one[0].index(" ") <= level)
        parts[anchor(heading[1])] = text[heading.start() : next(ends, len(text))]
    return parts


def links(page: Path) -> Iterator[Path]:
    """The files to which a page leads."""
    prose = _FENCED.sub("", page.read_text(encoding="utf-8"))
    for path, _ in _LINK.findall(prose):
        if path:
            yield (page.parent / path).resolve()


def clicks(start: Path) -> dict[Path, int]:
    """How many clicks lead from a page to each other one; only pages in Markdown lead on."""
    start = start.resolve()
    far = {start: 0}
    queue = [start]
    for page in queue:
        if page.suffix == ".md" and page.is_file():
            for target in links(page):
                if target not in far:
                    far[target] = far[page] + 1
                    queue.append(target)
    return far
