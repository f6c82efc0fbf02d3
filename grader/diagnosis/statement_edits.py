"""What one slip among statements can be taken back by: one dropped, swapped, moved, or added.

What is added comes of a fixed list of calls; none is a statement of the reference.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.diagnosis.written import Edit, Written
from grader.model import SlipKind

_Compound = ast.For | ast.While | ast.If | ast.With
_IN_PLACE: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/",)),
    ast.Div: ("/", ("*",)),
}
# Statements that are moved further than to a neighbour's place, in a block of so many.
_MOVED = 10


@dataclass(frozen=True, slots=True)
class Block:
    """Statements of one block, each on lines of its own; what opens it, but for the function's own."""

    body: list[ast.stmt]
    opened_by: _Compound | None


def blocks(own: Written) -> Iterator[Block]:
    """The function's blocks, outermost first."""
    yield from _blocks_in(Block(own.body, None))


def _blocks_in(block: Block) -> Iterator[Block]:
    if not _has_own_lines(block):
        return
    yield block
    for statement in block.body:
        if isinstance(statement, _Compound):
            yield from _blocks_in(Block(statement.body, statement))
            other = getattr(statement, "orelse", [])
            if other and not (len(other) == 1 and isinstance(other[0], ast.If)):
                yield from _blocks_in(Block(other, statement))


def _has_own_lines(block: Block) -> bool:
    ends = [0 if block.opened_by is None else block.opened_by.lineno]
    for statement in block.body:
        if _first_line(statement) <= ends[-1]:
            return False
        ends.append(_last_line(statement))
    return len({statement.col_offset for statement in block.body}) <= 1


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(item.lineno for item in decorators)])


def _last_line(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


# ── what stands there ────────────────────────────────────────────────────────────────────────────────────


def changes(own: Written, block: Block) -> Iterator[Edit]:
    """Edits of a block's statements, those inside them left out."""
    body = block.body
    for place, statement in enumerate(body):
        if not isinstance(statement, ast.Pass) and not _documents(statement):
            yield own.instead(SlipKind.EXTRA, statement, "pass", 1 if _is_simple(statement) else 3)
        if place + 1 < len(body):
            yield _moved(own, body, place, place + 1, SlipKind.ORDER, 1)
        if isinstance(statement, ast.If | ast.With):
            yield _unwrapped(own, statement)
        yield from _of_its_kind(own, statement)
    if len(body) <= _MOVED:
        yield from _far(own, body)
    yield from _out(own, block)
    yield from _in(own, body)


def _documents(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_simple(statement: ast.stmt) -> bool:
    return not hasattr(statement, "body")


def _of_its_kind(own: Written, statement: ast.stmt) -> Iterator[Edit]:
    if isinstance(statement, ast.AugAssign) and type(statement.op) in _IN_PLACE:
        symbol, others = _IN_PLACE[type(statement.op)]
        target, value = own.code(statement.target), own.operand(statement.value)
        yield own.instead(SlipKind.OPERATOR, statement, f"{target} = {target} {symbol} {value}")
        for other in others:
            yield own.instead(SlipKind.OPERATOR, statement, f"{target} {other}= {value}")
        yield own.instead(SlipKind.OPERATOR, statement, f"{target} = {value}", 1)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        yield from _assigned(own, statement)
    if isinstance(statement, ast.If | ast.While):
        yield own.instead(SlipKind.CONDITION, statement.test, f"not {own.operand(statement.test)}", 1)
    if isinstance(statement, ast.If):
        yield own.instead(SlipKind.CONDITION, statement.test, "True", 1)
    if isinstance(statement, ast.Break | ast.Continue):
        other = "continue" if isinstance(statement, ast.Break) else "break"
        yield own.instead(SlipKind.CONDITION, statement, other)
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
        for item in statement.value.elts:
            yield own.instead(SlipKind.EXTRA, statement.value, own.code(item), 1)


def _assigned(own: Written, statement: ast.Assign) -> Iterator[Edit]:
    """An assignment in place in the stead of one that makes a new object, and the other way round."""
    (target,), value = statement.targets, statement.value
    code = own.code(target)
    if isinstance(value, ast.BinOp) and type(value.op) in _IN_PLACE and own.code(value.left) == code:
        symbol, _ = _IN_PLACE[type(value.op)]
        yield own.instead(SlipKind.OPERATOR, statement, f"{code} {symbol}= {own.code(value.right)}")
    if isinstance(target, ast.Name):
        yield own.instead(SlipKind.OPERATOR, statement, f"{code} += {own.operand(value)}", 2)
    if isinstance(target, ast.Attribute) and target.attr == "data":
        yield own.instead(SlipKind.NAME, target, own.code(target.value), 1)


# ── other places ─────────────────────────────────────────────────────────────────────────────────────────


def _moved(own: Written, body: Sequence[ast.stmt], place: int, to: int, kind: SlipKind, rank: int) -> Edit:
    """The edit that puts one statement into another's place; those between move up or down."""
    order = list(range(len(body)))
    order.insert(to, order.pop(place))
    low, high = min(place, to), max(place, to)
    lines = _lines(own, body[low : high + 1])
    text = "\n".join(lines[number - low] for number in order[low : high + 1])
    start, end = own.begins(_first_line(body[low])), own.span(body[high])[1]
    # Of two neighbours both may be meant; what is moved past a block is meant itself.
    about = [body[low], body[high]] if high - low == 1 else [body[place]]
    about = [one for one in about if _is_simple(one)] or about[:1]
    return Edit(kind, start, end, text, about[0].lineno, _last_line(about[-1]), rank)


def _lines(own: Written, statements: Sequence[ast.stmt]) -> list[str]:
    """The whole lines of each statement."""
    return [b"\n".join(own.lines[_first_line(one) - 1 : _last_line(one)]).decode() for one in statements]


def _far(own: Written, body: Sequence[ast.stmt]) -> Iterator[Edit]:
    for place in range(len(body)):
        for to in range(len(body)):
            if abs(place - to) > 1:
                yield _moved(own, body, place, to, SlipKind.ORDER, 2)


def _unwrapped(own: Written, statement: ast.If | ast.With) -> Edit:
    """What stands in a block, without what opens it."""
    text = "\n".join(_indented(_lines(own, statement.body), statement.col_offset)).lstrip()
    kind = SlipKind.EXTRA if isinstance(statement, ast.With) else SlipKind.CONDITION
    edit = own.instead(kind, statement, text, 1)
    return Edit(kind, *edit.splice, statement.lineno, statement.lineno, 1)


def _indented(texts: Sequence[str], column: int) -> list[str]:
    """Lines moved so that the first begins at a column."""
    moved = []
    for text in texts:
        by = column - (len(text) - len(text.lstrip()))
        lines = text.split("\n")
        moved += [" " * (len(line) - len(line.lstrip()) + by) + line.lstrip() for line in lines]
    return moved


def _out(own: Written, block: Block) -> Iterator[Edit]:
    """A statement of a block behind or before what opens it."""
    outer = block.opened_by
    if outer is None or len(block.body) < 2 or block.body is not outer.body or getattr(outer, "orelse", []):
        return
    for statement in (*block.body[:2], *block.body[-2:]):
        rest = [one for one in block.body if one is not statement]
        (alone,) = ["\n".join(_indented(_lines(own, [statement]), outer.col_offset))]
        head = b"\n".join(own.lines[outer.lineno - 1 : _first_line(block.body[0]) - 1]).decode()
        kept = "\n".join([head, *_lines(own, rest)])
        start, end = own.begins(outer.lineno), own.span(outer)[1]
        for text in (f"{kept}\n{alone}", f"{alone}\n{kept}"):
            yield Edit(SlipKind.BLOCK, start, end, text, statement.lineno, _last_line(statement))


def _in(own: Written, body: Sequence[ast.stmt]) -> Iterator[Edit]:
    """A statement beside a block at its end, or at its beginning."""
    for before, after in pairwise(body):
        if isinstance(before, _Compound):
            yield from _into(own, before, after, behind=True)
        if isinstance(after, _Compound):
            yield from _into(own, after, before, behind=False)


def _into(own: Written, outer: _Compound, statement: ast.stmt, *, behind: bool) -> Iterator[Edit]:
    inner = outer.body
    if getattr(outer, "orelse", []) or inner[0].lineno == outer.lineno:
        return
    (moved,) = ["\n".join(_indented(_lines(own, [statement]), inner[0].col_offset))]
    head = b"\n".join(own.lines[outer.lineno - 1 : _first_line(inner[0]) - 1]).decode()
    whole = _lines(own, inner)
    low, high = (outer, statement) if behind else (statement, outer)
    start, end = own.begins(_first_line(low)), own.span(high)[1]
    for parts in ([head, *whole, moved], [head, moved, *whole]):
        yield Edit(SlipKind.BLOCK, start, end, "\n".join(parts), statement.lineno, _last_line(statement), 0)


# ── what may be missing ──────────────────────────────────────────────────────────────────────────────────


def additions(own: Written, block: Block, parameters: Sequence[str], names: Sequence[str]) -> Iterator[Edit]:
    """Calls of the fixed list, each as a statement of its own, in every place of a block."""
    body = block.body
    looped = isinstance(block.opened_by, ast.For | ast.While)
    for place in range(len(body) + 1):
        for text, rank in _calls(own, parameters):
            yield _added(own, block, place, text, rank)
    if block.opened_by is None:
        if not isinstance(body[-1], ast.Return):
            for name in (*names, *sorted(f"{owner}.{attribute}" for owner, attribute in _used(own))):
                yield _added(own, block, len(body), f"return {name}", 0)
            if isinstance(body[-1], ast.Expr):
                yield own.instead(SlipKind.MISSING, body[-1], f"return {own.code(body[-1].value)}")
    elif looped:
        for text in ("break", "continue"):
            yield _added(own, block, len(body), text, 2)
    yield from _without_gradients(own, body)


def _calls(own: Written, parameters: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Statements that may be missing, by what the function does with a name: (text, rank)."""
    used = _used(own)
    for name in parameters:
        attributes = {attribute for owner, attribute in used if owner == name}
        if "optim" in name or attributes & {"step", "zero_grad"}:
            yield f"{name}.zero_grad()", 0
            yield f"{name}.step()", 0
        elif "param" in name or attributes & {"grad", "requires_grad_", "requires_grad"}:
            yield f"{name}.grad = None", 0
            yield f"{name}.requires_grad_()", 1
    stored = {n.id for n in ast.walk(own.node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for name in sorted(one for one in stored if "loss" in one):
        yield f"{name}.backward()", 0


def _used(own: Written) -> set[tuple[str, str]]:
    """Names, and what of each the function uses: ("params", "grad")."""
    return {
        (node.value.id, node.attr)
        for node in ast.walk(own.node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def _added(own: Written, block: Block, place: int, text: str, rank: int) -> Edit:
    """A statement before that place of a block, or at its end; it is about the statements around it."""
    body = block.body
    indent = " " * body[0].col_offset
    if place < len(body):
        at, added, end_line = own.begins(_first_line(body[place])), f"{indent}{text}\n", body[place].lineno
    else:
        at, added, end_line = own.span(body[-1])[1], f"\n{indent}{text}", _last_line(body[-1])
    opened = None if block.opened_by is None else block.opened_by.lineno
    line = _last_line(body[place - 1]) if place else end_line
    return Edit(SlipKind.MISSING, at, at, added, line, end_line, rank, opened)


def _without_gradients(own: Written, body: Sequence[ast.stmt]) -> Iterator[Edit]:
    """A statement, or all from it on, under `no_grad`."""
    for place, statement in enumerate(body):
        if isinstance(statement, ast.FunctionDef | ast.With):
            continue
        for last in {statement, body[-1]} if not isinstance(body[-1], ast.Return) else {statement}:
            part = body[place : body.index(last) + 1]
            inner = _indented(_lines(own, part), statement.col_offset + 4)
            text = "\n".join(["with torch.no_grad():", *inner])
            start, end = own.span(statement)[0], own.span(last)[1]
            yield Edit(SlipKind.MISSING, start, end, text, statement.lineno, _last_line(statement), 0)
