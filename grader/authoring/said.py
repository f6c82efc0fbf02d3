"""What checks say with `.that`, and of what kind an input is: is it a text that a catalog can hold?

An f-string is another text for every value, so that no translation of it can be found. A literal with places
in braces is one text: `.that(ok, "{name} is missing", name=name)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.words.messages import PLACEHOLDER, Code, Message, say

_TEXTS = ("message", "expected")
_EXAMPLE = Code('.that(ok, "{name} is missing", name=name)')
# What takes the kind of an input first: `cases.special("with one reading", x)`.
_KINDS = ("special", "Case")
_MADE_BY = ("format", "format_map", "join", "replace")


def unsayable(text: str) -> Iterator[tuple[int, Message]]:
    """(line, what is wrong) of each text in a file of checks that no catalog can hold."""
    for scope in _scopes(ast.parse(text)):
        made = _made_names(scope)
        for node in _nodes(scope):
            if isinstance(node, ast.Call) and _name(node) == "that":
                yield from _of_call(node, made)
            elif isinstance(node, ast.Call) and _name(node) in _KINDS:
                yield from _of_kind(node, made)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _scopes(tree: ast.Module) -> list[ast.AST]:
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]


def _nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module or function, without those of functions in it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.FunctionDef):
            yield from _nodes(child)


def _made_names(scope: ast.AST) -> set[str]:
    """Names that hold a text put together in this scope."""
    return {
        target.id
        for node in _nodes(scope)
        if isinstance(node, ast.Assign) and _is_made(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_made(node: ast.expr, made: set[str]) -> bool:
    """Whether a text is put together where it is used."""
    if isinstance(node, ast.IfExp):
        return _is_made(node.body, made) or _is_made(node.orelse, made)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in _MADE_BY
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Add, ast.Mod))
    return isinstance(node, ast.Name) and node.id in made


def _of_kind(call: ast.Call, made: set[str]) -> Iterator[tuple[int, Message]]:
    for text in call.args[:1]:
        if _is_made(text, made):
            made_here = say("The code makes this text from parts, so it cannot be translated.")
            yield text.lineno, made_here + say("Write one literal for each kind of input.")


def _of_call(call: ast.Call, made: set[str]) -> Iterator[tuple[int, Message]]:
    texts = [*call.args[1:3], *(keyword.value for keyword in call.keywords if keyword.arg in _TEXTS)]
    for text in texts:
        if _is_made(text, made):
            made_here = say("The code makes this text from parts, so it cannot be translated.")
            yield text.lineno, made_here + say("Write {example}.", example=_EXAMPLE)
    given = [keyword.arg for keyword in call.keywords]
    names = {name for name in given if name is not None} - {"condition", *_TEXTS}
    if names and None not in given:
        yield from _places(call.lineno, texts, names)


def _places(line: int, texts: list[ast.expr], names: set[str]) -> Iterator[tuple[int, Message]]:
    """Arguments without a place, and places without an argument, where all texts are literals."""
    literals = [text.value for text in texts if isinstance(text, ast.Constant)]
    places = {place for text in literals for place in PLACEHOLDER.findall(str(text))}
    if len(literals) == len(texts):
        lacking, idle = sorted(places - names), sorted(names - places)
        yield from ((line, say("No argument fills {place}.", place=Code(f"{{{name}}}"))) for name in lacking)
        yield from ((line, say("No text has a place for {argument}.", argument=Code(name))) for name in idle)
