"""Any text as Markdown that does nothing.

Whatever could mean something to Markdown or GitHub (links, mentions, HTML, headings) stands in code, where it
means nothing. A fence is longer than any run of backticks inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len

from grader.model import Example
from grader.render.outline import example_rows
from grader.render.text import UNSPACED, Shown, clean, cut, one_line, padded, pieces, spoken_on_one_line
from grader.words.translation import Translator

_BACKTICKS = re.compile("`+")
# What Markdown reads as it stands: no sign of ASCII but these. Markdown's own signs are all ASCII.
_HARMLESS = re.compile(r"(?:[^\x00-\x7f]|[A-Za-z0-9.,;:!?'\"()=%+/ -])*")
_ACTIVE = re.compile(r"://|www\.|:[\w+-]+:", re.IGNORECASE)
_BEFORE, _AFTER = "(\"'“‘", ")\"'”’.,;:!?"
_WORD = re.compile(rf"\s+|[{UNSPACED}]+|[^\s{UNSPACED}]+")
# What begins a list or underlines a heading where it stands first on a line.
_OPENING = re.compile(r"^([0-9]{1,9})?([-+=.)])")


def code(text: str) -> str:
    """Any text on one line in a code span that it cannot leave."""
    line = one_line(text) or " "
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(text: str) -> str:
    """Any text as a fenced block that it cannot leave."""
    body = clean(text)
    longest = max((len(run) for run in _BACKTICKS.findall(body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{body}\n{fence}"


def prose(text: Shown) -> str:
    """A sentence on one line; what stands in backticks, and each word that could act, becomes code."""
    line = ""
    for part in pieces(spoken_on_one_line(text)):
        for shown in [code(part.text)] if part.is_code else _inert(part.text):
            # Two spans side by side would read as one with other fences.
            line += " " + shown if line.endswith("`") and shown.startswith("`") else shown
    return _OPENING.sub(lambda match: f"{match.group(1) or ''}\\{match.group(2)}", line.strip(), count=1)


def _inert(text: str) -> Iterable[str]:
    """Prose word by word; nearly always nothing of it could act, and it stays whole."""
    return [text] if _is_harmless(text) else map(_word, _WORD.findall(text))


def _is_harmless(text: str) -> bool:
    return _HARMLESS.fullmatch(text) is not None and not _ACTIVE.search(text)


def _word(word: str) -> str:
    if _is_harmless(word):
        return word
    rest = word.lstrip(_BEFORE)
    core = rest.rstrip(_AFTER)
    before, after = word[: len(word) - len(rest)], rest[len(core) :]
    open_ones = core.count("(") - core.count(")")
    closing = max(0, min(open_ones, len(after) - len(after.lstrip(")"))))
    core, after = core + after[:closing], after[closing:]
    return f"{before}{code(core)}{after}"


def example_block(example: Example, translate: Translator, characters: int = 600) -> str:
    """An example's rows below each other, each cut to so many characters, in a fenced block."""
    rows = [(translate(row.label), row.text) for row in example_rows(example)]
    width = max(10, *(cell_len(label) + 2 for label, _ in rows))
    return block("\n".join(_row(label, text, width, characters) for label, text in rows))


def _row(label: str, text: str, width: int, characters: int) -> str:
    head, left = cut(clean(text), characters)
    return padded(label, width) + head.replace("\n", "\n" + " " * width) + ("…" if left else "")
