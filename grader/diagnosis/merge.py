"""Two mistakes in one function: the texts of both laid over the right one, word by word.

    right   2 * (t_p - t_c) / t_p.size(0)
    one     2 * (t_p - t_c)                 drops `/ t_p.size(0)`
    other   2 * (t_c - t_p) / t_p.size(0)   swaps the names
    both    2 * (t_c - t_p)

Where the two change the same words there is no such text: what both at once would be is a guess.
"""

from __future__ import annotations

import ast
import copy
import io
import token
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

_INDENT, _DEDENT, _END = "\x01", "\x02", "\n"
_SILENT = {token.NL, token.COMMENT, token.ENDMARKER}


def blends(
    right: Sequence[ast.FunctionDef], wrong: Mapping[str, ast.FunctionDef]
) -> dict[tuple[str, str], str]:
    """The text of a function `_` with both mistakes, for each two whose changes keep out of each other's way.

    right: ways to write the function; the first that a pair can be laid over is taken.
    Left out: what comes to the right function or to a single mistake, and what is not one function.
    """
    bases = [_words(function) for function in right]
    words = {name: _words(function) for name, function in wrong.items()}
    known = {_text(one) for one in (*bases, *words.values())}
    found: dict[tuple[str, str], str] = {}
    for base in bases:
        changes = {name: _changes(base, other) for name, other in words.items()}
        for one, other in combinations(wrong, 2):
            both = _merged(base, changes[one], changes[other])
            text = "" if both is None else _text(both)
            if text and text not in known and _is_function(text):
                found.setdefault((one, other), text)
    return found


def _words(function: ast.FunctionDef) -> list[str]:
    """The words of a function named `_`, without docstring, annotations, comments and ways of layout."""
    plain = copy.deepcopy(function)
    plain.name, plain.returns, plain.decorator_list = "_", None, []
    if ast.get_docstring(plain) is not None:
        plain.body = plain.body[1:] or [ast.Pass()]
    for node in ast.walk(plain.args):
        if isinstance(node, ast.arg):
            node.annotation = None
    read = tokenize.generate_tokens(io.StringIO(ast.unparse(plain)).readline)
    return [_word(one) for one in read if one.type not in _SILENT]


def _word(read: tokenize.TokenInfo) -> str:
    return {token.INDENT: _INDENT, token.DEDENT: _DEDENT, token.NEWLINE: _END}.get(read.type, read.string)


_Change = tuple[int, int, list[str]]


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    """(from, to, what stands there instead) of every place where the other differs."""
    matched = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [(i, j, list(other[k:m])) for tag, i, j, k, m in matched if tag != "equal"]


def _merged(base: Sequence[str], ours: Sequence[_Change], theirs: Sequence[_Change]) -> list[str] | None:
    if any(_clash(one, other) for one in ours for other in theirs):
        return None
    merged = list(base)
    for start, end, words in sorted([*ours, *theirs], reverse=True):
        merged[start:end] = words
    return merged


def _clash(one: _Change, other: _Change) -> bool:
    """Whether two changes are of the same words, or put words in between the same two."""
    (a, b, _), (c, d, _) = one, other
    return (a < d and c < b) or (a, b) == (c, d)


def _text(words: Sequence[str]) -> str:
    return "".join(_spaced(words))


def _spaced(words: Sequence[str]) -> Iterator[str]:
    depth, fresh = 0, True
    for word in words:
        if word in (_INDENT, _DEDENT):
            depth += 1 if word == _INDENT else -1
        elif word == _END:
            fresh = True
            yield word
        else:
            yield "    " * depth if fresh else " "
            fresh = False
            yield word


def _is_function(text: str) -> bool:
    """Whether this is one function: no change put lines after its end."""
    try:
        return len(ast.parse(text).body) == 1
    except SyntaxError:
        return False
