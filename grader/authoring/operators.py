"""What one slip of the pen can do to an expression or a statement, as libcst nodes.

`slips(node)` yields what may stand in a node's place: one operator, constant, argument, keyword, condition
or call changed; `block_slips(block, open_for)` one statement dropped or two neighbours swapped. `mutants`
says where to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, cast

import libcst as cst

# An operator and those that are believably typed for it.
_ARITHMETIC: dict[type[cst.BaseBinaryOp], tuple[type[cst.BaseBinaryOp], ...]] = {
    cst.Add: (cst.Subtract, cst.Multiply),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide, cst.Add),
    cst.Divide: (cst.Multiply, cst.FloorDivide),
    cst.FloorDivide: (cst.Divide, cst.Modulo),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.MatrixMultiply: (cst.Multiply,),
    cst.BitAnd: (cst.BitOr,),
    cst.BitOr: (cst.BitAnd,),
}
_ONE_WAY = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power, cst.MatrixMultiply)
_IN_PLACE: dict[type[cst.BaseAugOp], tuple[type[cst.BaseAugOp], type[cst.BaseBinaryOp]]] = {
    cst.AddAssign: (cst.SubtractAssign, cst.Add),
    cst.SubtractAssign: (cst.AddAssign, cst.Subtract),
    cst.MultiplyAssign: (cst.DivideAssign, cst.Multiply),
    cst.DivideAssign: (cst.MultiplyAssign, cst.Divide),
}
_COMPARISON: dict[type[cst.BaseCompOp], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThanEqual),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThanEqual),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
_RELATED = [
    ("mean", "sum"),
    ("max", "min"),
    ("amax", "amin"),
    ("argmax", "argmin"),
    ("any", "all"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
]
_COUSINS = {a: b for pair in _RELATED for a, b in (pair, pair[::-1])}

Slip = tuple[str, cst.CSTNode]


def slips(node: cst.CSTNode) -> Iterator[Slip]:
    """(name of the operator, what may stand in place of this node), for every slip that there is."""
    rule = _RULES.get(type(node))
    return rule(node) if rule else iter(())


def block_slips(block: cst.IndentedBlock, open_for: Callable[[cst.CSTNode], bool]) -> Iterator[Slip]:
    """The block with one statement dropped, or two neighbours swapped, where `open_for` lets them change."""
    body = list(block.body)
    places = [place for place, statement in enumerate(body) if open_for(statement)]
    for place in places:
        if not is_simple(body[place], cst.Pass):
            nothing = cst.SimpleStatementLine([cst.Pass()])
            yield "dropped statement", _with_body(block, body[:place], [nothing], body[place + 1 :])
        if place + 1 in places:
            swapped = [body[place + 1], body[place]]
            yield "swapped statements", _with_body(block, body[:place], swapped, body[place + 2 :])
        statement = body[place]
        if isinstance(statement, cst.With) and isinstance(statement.body, cst.IndentedBlock):
            inner = list(statement.body.body)
            yield "dropped with", _with_body(block, body[:place], inner, body[place + 1 :])


def _with_body(block: cst.IndentedBlock, *parts: Sequence[cst.BaseStatement]) -> cst.IndentedBlock:
    return block.with_changes(body=[statement for part in parts for statement in part])


def is_simple(statement: cst.CSTNode, kind: type[cst.CSTNode]) -> bool:
    """Whether a line holds one small statement of this kind and no more."""
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and len(statement.body) == 1
        and isinstance(statement.body[0], kind)
    )


def is_docstring(statement: cst.CSTNode) -> bool:
    """Whether a statement is a string that nobody reads."""
    if not (isinstance(statement, cst.SimpleStatementLine) and is_simple(statement, cst.Expr)):
        return False
    expression = statement.body[0]
    return isinstance(expression, cst.Expr) and isinstance(
        expression.value, (cst.SimpleString, cst.ConcatenatedString)
    )


# ── operators ────────────────────────────────────────────────────────────────────────────────────────────


def _binary(node: cst.BinaryOperation) -> Iterator[Slip]:
    for other in _ARITHMETIC.get(type(node.operator), ()):
        yield "arithmetic operator", node.with_changes(operator=other())
    if isinstance(node.operator, _ONE_WAY):
        yield "swapped operands", node.with_changes(left=_whole(node.right), right=_whole(node.left))


def _augmented(node: cst.AugAssign) -> Iterator[Slip]:
    if type(node.operator) in _IN_PLACE:
        opposite, plain = _IN_PLACE[type(node.operator)]
        yield "arithmetic operator", node.with_changes(operator=opposite())
        # What an augmented assignment may have for a target is an expression, too.
        right = cst.BinaryOperation(cast(cst.BaseExpression, node.target), plain(), _whole(node.value))
        yield "not in place", cst.Assign([cst.AssignTarget(node.target)], right)


def _comparison(node: cst.ComparisonTarget) -> Iterator[Slip]:
    for other in _COMPARISON.get(type(node.operator), ()):
        yield "comparison operator", node.with_changes(operator=other())


def _boolean(node: cst.BooleanOperation) -> Iterator[Slip]:
    other = cst.Or() if isinstance(node.operator, cst.And) else cst.And()
    yield "and/or", node.with_changes(operator=other)
    yield "dropped condition", _whole(node.left)
    yield "dropped condition", _whole(node.right)


def _unary(node: cst.UnaryOperation) -> Iterator[Slip]:
    yield "dropped sign", _whole(node.expression)


def _whole(expression: cst.BaseExpression) -> cst.BaseExpression:
    """In parentheses: what stood inside stays one operand wherever it is put."""
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


# ── constants ────────────────────────────────────────────────────────────────────────────────────────────


def _integer(node: cst.Integer) -> Iterator[Slip]:
    number = int(node.evaluated_value)
    yield "constant", cst.Integer(str(number + 1))
    below = cst.Integer(str(abs(number - 1)))
    yield "constant", below if number else cst.UnaryOperation(cst.Minus(), below)


def _float(node: cst.Float) -> Iterator[Slip]:
    number = float(node.evaluated_value)
    yield "constant", cst.Float(repr(number + 1.0))
    if number:
        yield "constant", cst.Float(repr(number / 2))


def _text(node: cst.SimpleString | cst.FormattedString) -> Iterator[Slip]:
    empty = isinstance(node, cst.SimpleString) and not node.raw_value
    yield "constant", cst.SimpleString('"x"' if empty else '""')


def _name(node: cst.Name) -> Iterator[Slip]:
    if node.value in ("True", "False"):
        yield "constant", cst.Name("False" if node.value == "True" else "True")
    elif node.value in _COUSINS:
        yield "related function", cst.Name(_COUSINS[node.value])


# ── calls and sequences ──────────────────────────────────────────────────────────────────────────────────


def _call(node: cst.Call) -> Iterator[Slip]:
    plain = [place for place, arg in enumerate(node.args) if arg.keyword is None and not arg.star]
    for one, other in combinations(plain, 2):
        yield "swapped arguments", node.with_changes(args=_swapped(node.args, one, other, "value"))
    for place, arg in enumerate(node.args):
        if arg.keyword is not None:
            kept = [*node.args[:place], *node.args[place + 1 :]]
            yield "dropped keyword", node.with_changes(args=_separated(kept))
    if isinstance(node.func, cst.Attribute):
        yield "dropped call", _whole(node.func.value)
    if len(node.args) == len(plain) == 1:
        yield "dropped call", _whole(node.args[0].value)


def _separated(args: Sequence[cst.Arg]) -> list[cst.Arg]:
    return [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT) for arg in args]


def _swapped(items: Sequence[Any], one: int, other: int, part: str) -> list[Any]:
    """The items, with that part of two of them exchanged."""
    changed = list(items)
    changed[one] = items[one].with_changes(**{part: getattr(items[other], part)})
    changed[other] = items[other].with_changes(**{part: getattr(items[one], part)})
    return changed


def _sequence(node: cst.Tuple | cst.List) -> Iterator[Slip]:
    for place in range(len(node.elements) - 1):
        if not any(isinstance(item, cst.StarredElement) for item in node.elements[place : place + 2]):
            swapped = _swapped(node.elements, place, place + 1, "value")
            yield "swapped elements", node.with_changes(elements=swapped)


def _slice(node: cst.Slice) -> Iterator[Slip]:
    for bound in ("lower", "upper", "step"):
        if getattr(node, bound) is not None:
            yield "dropped bound", node.with_changes(**{bound: None})


# ── conditions and jumps ─────────────────────────────────────────────────────────────────────────────────


def _tested(node: cst.If | cst.While | cst.IfExp | cst.CompIf) -> Iterator[Slip]:
    yield "negated condition", node.with_changes(test=cst.UnaryOperation(cst.Not(), _whole(node.test)))


def _filtered(node: cst.CompFor) -> Iterator[Slip]:
    for place in range(len(node.ifs)):
        kept = [*node.ifs[:place], *node.ifs[place + 1 :]]
        yield "dropped condition", node.with_changes(ifs=kept)


def _break(node: cst.Break) -> Iterator[Slip]:
    yield "break/continue", cst.Continue(semicolon=node.semicolon)


def _continue(node: cst.Continue) -> Iterator[Slip]:
    yield "break/continue", cst.Break(semicolon=node.semicolon)


_RULES: dict[type[cst.CSTNode], Callable[[Any], Iterator[Slip]]] = {
    cst.BinaryOperation: _binary,
    cst.AugAssign: _augmented,
    cst.ComparisonTarget: _comparison,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.SimpleString: _text,
    cst.FormattedString: _text,
    cst.Name: _name,
    cst.Call: _call,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Slice: _slice,
    cst.If: _tested,
    cst.While: _tested,
    cst.IfExp: _tested,
    cst.CompIf: _tested,
    cst.CompFor: _filtered,
    cst.Break: _break,
    cst.Continue: _continue,
}
