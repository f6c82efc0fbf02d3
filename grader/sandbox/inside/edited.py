"""Inside the child: a function of the submission as an edit of its text would leave it.

Many edits share a child: each becomes a function when it is first called. Its loops count their turns, for an
edit can make one endless; by turns, and not by a clock, it ends at the same place on every machine.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from grader.sandbox import wire
from grader.sandbox.inside.load import Submission

# No names that Python code can have.
_COUNTED, _COUNT = "counted~", "count~"


class Turns:
    """How often the loops of one call may still go round, all of them together."""

    def __init__(self, limit: int) -> None:
        self._limit = self._left = limit

    def restart(self) -> None:
        """Another call begins."""
        self._left = self._limit

    def count(self) -> bool:
        """One turn more: True. Raises RuntimeError where there were too many."""
        self._left -= 1
        if self._left < 0:
            raise RuntimeError("the loops went round too often")
        return True

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each a turn."""
        for item in items:
            self.count()
            yield item


class Edited:
    """One edited function, made when it is first called."""

    def __init__(self, edits: wire.Edits, number: int, names: dict[str, Any], turns: Turns) -> None:
        self._edits = edits
        self._number = number
        self._names = names
        self._turns = turns
        self._function: Any = None

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call it; raises SyntaxError where the edit leaves no Python."""
        if self._function is None:
            self._function = self._made()
        self._turns.restart()
        return self._function(*arguments, **keywords)

    def _made(self) -> Any:
        tree = ast.parse(spliced(self._edits.text, self._edits.each[self._number]))
        for node in ast.walk(tree):
            _count_turns(node)
        own: dict[str, Any] = {}
        exec(
            compile(ast.fix_missing_locations(tree), "<edited>", "exec", dont_inherit=True), self._names, own
        )
        return own[self._edits.function]


def add(submission: Submission, edits: wire.Edits) -> None:
    """Let the edited functions be called, each by its `wire.edited_name`."""
    names, turns = submission.module.__dict__, Turns(edits.turns)
    names |= {_COUNTED: turns.counted, _COUNT: turns.count}
    for number in range(len(edits.each)):
        names[wire.edited_name(edits.function, number)] = Edited(edits, number, names, turns)


def spliced(text: str, splices: Iterable[tuple[int, int, str]]) -> str:
    """The text with parts replaced; they do not overlap."""
    raw = text.encode()
    for start, end, part in sorted(splices, reverse=True):
        raw = raw[:start] + part.encode() + raw[end:]
    return raw.decode()


def _count_turns(node: ast.AST) -> None:
    if isinstance(node, ast.For):
        node.iter = _call(_COUNTED, node.iter)
    elif isinstance(node, ast.While):
        node.test = ast.BoolOp(ast.And(), [_call(_COUNT), node.test])


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
