"""Plain words for what Python's parser says, by what stands in the line.

Nothing hangs on these words, and nothing here parses: each rule looks at the characters of the line that
Python names, whatever Python says of it. The first rule that finds its sign speaks. Where none does, nothing
is added.
"""

from __future__ import annotations

import difflib
import keyword
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from grader.sandbox import wire
from grader.submission.scanner import Scanner
from grader.words.messages import NOTHING, Code, Message, Value, say

_BLOCKS: Final = ("def", "class", "for", "while", "if", "elif", "else", "try", "except", "finally", "with")
_STATEMENTS: Final = (*_BLOCKS, "return", "import", "from", "raise", "assert", "pass", "global", "lambda")
_SPACES: Final = dict.fromkeys("\u00a0\u3000\u202f\u2007\u2009\u2002\u2003\u200b\ufeff")
_QUOTES: Final = {**dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‘’‚‛′´", "'")}
# Characters of other keyboards and of word processors, and what Python wants in their place.
_LIKE: Final = {
    "−": "-", "–": "-", "—": "-", "×": "*", "∗": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "、": ",", "。": ".", "【": "[", "】": "]", "「": '"', "」": '"', "『": '"', "』": '"', "…": "...",
    "→": "->",    "²": "** 2", "³": "** 3",
}  # fmt: skip
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
_WORD: Final = re.compile(r"[^\W\d]\w*")
_SINGLE_EQUALS: Final = re.compile(r"(?<![=!<>:+\-*/%@&|^])=(?!=)")
_PROMPT: Final = re.compile(r"\s*(>>>|In \[\d+\]:|Out\[\d+\]:)( |$)")
_MARKER: Final = re.compile(r"(<{7}|={7}|>{7})( |$)")
_NESTED_QUOTES: Final = re.compile(r"""\b[rR]?[fF][rR]?(["'])(?:(?!\1)[^{])*\{(?:(?!\1)[^}])*\1""")
# Characters of a line that are looked at.
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class _At:
    """The line that Python names, and those around it."""

    kind: str
    lines: Sequence[str]
    # From 0.
    number: int
    # From 0; -1 where it is not known.
    column: int

    @property
    def line(self) -> str:
        return self.lines[self.number][:_LONGEST]

    @property
    def code(self) -> str:
        """The line without its comment and without white space around it."""
        return self.line[: Scanner().feed(self.line)].strip()

    @property
    def char(self) -> str:
        return self.line[self.column] if 0 <= self.column < len(self.line) else ""

    @property
    def first(self) -> str:
        """The word that the line begins with, or empty."""
        match = _WORD.match(self.code)
        return match[0] if match else ""

    @property
    def rest(self) -> str:
        """What follows the first word."""
        return self.code[len(self.first) :]

    def above(self) -> str:
        """The nearest line above with code in it, or empty."""
        for line in reversed(self.lines[max(0, self.number - 200) : self.number]):
            if line.strip() and not line.strip().startswith("#"):
                return line[:_LONGEST]
        return ""


def plain_words(found: wire.UnparsedPart, lines: Sequence[str]) -> Message:
    """What is wrong, in plain words. lines: those of the cell. Empty where the line shows no known sign."""
    number = found.place.line - 1
    if not 0 <= number < len(lines):
        return NOTHING
    at = _At(found.kind, lines, number, found.column - 1)
    return next(filter(None, (rule(at) for rule in _RULES)), NOTHING)


# ── one sign each ────────────────────────────────────────────────────────────────────────────────────────


def _merge_marker(at: _At) -> Message:
    if not _MARKER.match(at.line):
        return NOTHING
    return say("This is a marker of a merge conflict.") + say("Keep one of the two versions.")


def _prompt(at: _At) -> Message:
    """A session of a terminal, copied with what the terminal wrote before each line."""
    if not _PROMPT.match(at.line):
        return NOTHING
    copied = say("This line begins with what a terminal writes before your code.")
    return copied + say("Delete that part of each line, and all results between the lines.")


def _fence(at: _At) -> Message:
    if not at.line.strip().startswith("```"):
        return NOTHING
    return say("This line is Markdown, not Python.") + say("Delete it.")


def _other_character(at: _At) -> Message:
    char = at.char
    if not char or char.isascii():
        return NOTHING
    name = Value(f"U+{ord(char):04X}")
    if char in _SPACES:
        looks = say("{name} looks like a space, but Python does not know it.", name=name)
        return looks + say("Delete it and type normal spaces.")
    if char in _QUOTES:
        smart = say("{char} is a smart quote.", char=Value(char))
        return smart + say("Python needs a straight one: {wanted}", wanted=Code(_QUOTES[char]))
    wanted = _plain_twin(char)
    if not wanted:
        return NOTHING
    return say("Python does not know {char}.", char=Value(char)) + _type_instead(char, wanted)


def _type_instead(char: str, wanted: str) -> Message:
    if wanted in _OPENING or wanted in _CLOSING:
        return say("It is a full-width bracket. Type {wanted} instead.", wanted=Code(wanted))
    return say("Type {wanted} instead.", wanted=Code(wanted))


def _plain_twin(char: str) -> str:
    """The ASCII character that a full-width or similar one stands for; empty where there is none."""
    twin = _LIKE.get(char) or unicodedata.normalize("NFKC", char)
    return twin if twin.isascii() and twin.strip() and twin != char else ""


def _tabs(at: _At) -> Message:
    before = at.line[: len(at.line) - len(at.line.lstrip())]
    above = at.above()
    around = above[: len(above) - len(above.lstrip())]
    mixed = "\t" in before and (" " in before or (around and "\t" not in around))
    if at.kind != "TabError" and not (at.kind == "IndentationError" and mixed):
        return NOTHING
    return say("Some lines begin with tabs and others with spaces.") + say(
        "Use only spaces, 4 for each step."
    )


def _indentation(at: _At) -> Message:
    if at.kind != "IndentationError":
        return NOTHING
    above = at.above()
    mine, before = _depth(at.line), _depth(above)
    opens = above[: Scanner().feed(above)].rstrip().endswith(":")
    if at.code.endswith(":") and not any(line.strip() for line in at.lines[at.number + 1 :]):
        return say("Nothing follows the colon. Write the block below it, 4 spaces further in.")
    if opens and mine <= before:
        return say("The line above ends with a colon. Begin this line 4 spaces further in.")
    if mine > before:
        return say("This line begins further in than the line above. No colon there opens a block.")
    return say("This line begins where no block above begins. Count the spaces before it.")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _misspelt(at: _At) -> Message:
    word, rest = at.first, at.rest
    if not word or keyword.iskeyword(word) or rest.lstrip()[:1] in ("=", ".", "(", "[", ",", ")", ""):
        return NOTHING
    wanted = _word_meant(word)
    if not wanted:
        return NOTHING
    return say("Python does not know {word}. Do you mean {wanted}?", word=Code(word), wanted=Code(wanted))


def _word_meant(word: str) -> str:
    """The word of Python that is one slip away; empty where none is."""
    same_letters = [one for one in _STATEMENTS if sorted(one) == sorted(word.lower())]
    alike = difflib.get_close_matches(word.lower(), _STATEMENTS, n=1, cutoff=0.7)
    return next(iter((*same_letters, *alike)), "")


def _misspelt_alone(at: _At) -> Message:
    """`esle:`, `tyr:`"""
    word = at.first
    if at.rest.strip() != ":" or keyword.iskeyword(word):
        return NOTHING
    alike = difflib.get_close_matches(word.lower(), ("else", "try", "finally", "except"), n=1, cutoff=0.6)
    if not alike:
        return NOTHING
    return say("Python does not know {word}. Do you mean {wanted}?", word=Code(word), wanted=Code(alike[0]))


def _print_statement(at: _At) -> Message:
    if at.first != "print" or not at.rest.startswith((" ", '"', "'")) or at.rest.lstrip()[:1] in ("(", "="):
        return NOTHING
    wanted = Code(f"print({at.rest.strip()[:60]})")
    return say("In Python 3, `print` needs brackets: {wanted}", wanted=wanted)


def _keyword_as_name(at: _At) -> Message:
    names = keyword.iskeyword(at.first) and re.match(r"\s*=(?!=)", at.rest)
    if not names or at.first in ("None", "True", "False"):
        return NOTHING
    return say("{word} is a word of Python and cannot be a name.", word=Code(at.first)) + say(
        "Choose another name."
    )


def _else_if(at: _At) -> Message:
    return say("Write `elif` for `else if`.") if re.match(r"else\s+if\b", at.code) else NOTHING


def _and_or(at: _At) -> Message:
    for sign, wanted in (("&&", "and"), ("||", "or")):
        if sign in at.code:
            return say("Write {wanted} for {sign}.", wanted=Code(wanted), sign=Code(sign))
    return NOTHING


def _compares(at: _At) -> Message:
    if at.first not in ("if", "elif", "while") or not _SINGLE_EQUALS.search(_outside_brackets(at.code)):
        return NOTHING
    return say("`=` gives a value to a name. To compare two values, write `==`.")


def _unfinished_string(at: _At) -> Message:
    if at.char not in ("'", '"') or at.char * 3 == at.line[at.column : at.column + 3]:
        return NOTHING
    rest = re.sub(r"\\.", "", at.line[at.column + 1 :])
    return NOTHING if at.char in rest else say("The text that begins here has no closing quote.")


def _unfinished_long_string(at: _At) -> Message:
    quote = at.line[max(0, at.column) : max(0, at.column) + 3]
    after = [at.line[max(0, at.column) + 3 :], *at.lines[at.number + 1 :]]
    if quote not in ('"""', "'''") or any(quote in line for line in after):
        return NOTHING
    return say("The text that begins with {quote} here is never closed.", quote=Code(quote))


def _open_bracket(at: _At) -> Message:
    char = at.char if at.char in _OPENING else _left_open(at.code)
    if not char or (at.char in _OPENING and _is_closed(at)):
        return NOTHING
    closing = _CLOSING[_OPENING.index(char)]
    return say(
        "The bracket {open} on this line is never closed. Add {close} where it belongs.",
        open=Code(char),
        close=Code(closing),
    )


def _closing_bracket(at: _At) -> Message:
    if at.char not in _CLOSING or not at.char:
        return NOTHING
    return say("The bracket {char} closes nothing that is open.", char=Code(at.char))


def _missing_colon(at: _At) -> Message:
    if at.first not in _BLOCKS or at.code.endswith((":", "\\", ",")) or _left_open(at.code):
        return NOTHING
    if re.search(r":\s*\S", _outside_brackets(at.code)):
        return NOTHING  # `if x: y`, all on one line
    return say("A colon is missing at the end of this line.")


def _nested_quotes(at: _At) -> Message:
    if not _NESTED_QUOTES.search(at.line):
        return NOTHING
    return say("Inside the braces of an f-string, use the other kind of quotes.")


def _outside(at: _At) -> Message:
    if at.first in ("return", "yield"):
        said = say("This {word} stands outside of every function.", word=Code(at.first))
        return said + say("Begin the line further in, as the lines of its function.")
    if at.first in ("break", "continue"):
        return say("This {word} stands outside of every loop.", word=Code(at.first))
    return NOTHING


def _digit_first(at: _At) -> Message:
    match = re.match(r"\d\w*", at.line[_word_start(at.line, at.column) :])
    if match is None or not re.match(r"\d+[^\W\d_eEjJxXoObB]", match[0]):
        return NOTHING
    said = say("A name cannot begin with a digit: {word}.", word=Code(match[0]))
    return said + say("If you mean a product, write `*`.")


def _word_start(line: str, column: int) -> int:
    start = max(0, min(column, len(line)))
    while start > 0 and (line[start - 1].isalnum() or line[start - 1] == "_"):
        start -= 1
    return start


def _left_open(code: str) -> str:
    """The last bracket of a line that the line does not close; empty where it closes all."""
    left: list[str] = []
    for char in _without_texts(code):
        if char in _OPENING:
            left.append(char)
        elif char in _CLOSING and left:
            left.pop()
    return left[-1] if left else ""


def _is_closed(at: _At) -> bool:
    """Whether the bracket at the column is closed, on this line or before the next function."""
    depth = 0
    for number, line in enumerate(at.lines[at.number : at.number + 200]):
        if number and re.match(r"(def|class|@)\b", line):
            return False
        code = line[: Scanner().feed(line)]
        for char in _without_texts(code[at.column :] if number == 0 else code):
            depth += (char in _OPENING) - (char in _CLOSING)
            if depth == 0:
                return True
    return False


def _without_texts(code: str) -> str:
    return re.sub(r"""(["'])(?:\\.|(?!\1).)*\1""", "", code)


def _outside_brackets(code: str) -> str:
    shorter = _without_texts(code)
    while (inner := re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", "", shorter)) != shorter:
        shorter = inner
    return shorter


_RULES: Final[tuple[Callable[[_At], Message], ...]] = (
    _merge_marker,
    _prompt,
    _fence,
    _other_character,
    _tabs,
    _indentation,
    _misspelt,
    _misspelt_alone,
    _print_statement,
    _keyword_as_name,
    _else_if,
    _and_or,
    _nested_quotes,
    _unfinished_long_string,
    _unfinished_string,
    _open_bracket,
    _closing_bracket,
    _compares,
    _missing_colon,
    _digit_first,
    _outside,
)
