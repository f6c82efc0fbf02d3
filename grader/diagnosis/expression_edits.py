"""What one slip in an expression can be taken back by: an operator, a constant, a name, an argument, a call.

`changes(...)` touches what stands there; `additions(...)` puts in what may be missing, of a fixed list. The
reference is known to neither.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from grader.diagnosis.written import Edit, Written
from grader.model import SlipKind

_SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.And: "and", ast.Or: "or",
}  # fmt: skip
# An operator, and those that may have been meant.
_MEANT = {
    "+": ("-", "*"), "-": ("+",), "*": ("/", "+", "@", "**"), "/": ("*", "//"), "//": ("/", "%"),
    "%": ("//",), "**": ("*",), "@": ("*",), "&": ("|", "and"), "|": ("&", "or"),
    "<": ("<=", ">", ">="), "<=": ("<", ">=", ">"), ">": (">=", "<", "<="), ">=": (">", "<=", "<"),
    "==": ("!=",), "!=": ("==",), "is": ("is not", "=="), "is not": ("is", "!="), "in": ("not in",),
    "not in": ("in",), "and": ("or",), "or": ("and",),
}  # fmt: skip
_ONE_WAY = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
# Functions that are taken for one another.
_COUSINS = [
    ("mean", "sum", "median", "max"), ("max", "min", "amax", "argmax"), ("min", "max", "amin", "argmin"),
    ("argmax", "argmin", "max"), ("argmin", "min"), ("amax", "amin"), ("amin", "amax"), ("any", "all"),
    ("all", "any"), ("sum", "mean", "prod"), ("zeros", "ones", "empty"), ("ones", "zeros"),
    ("empty", "zeros"), ("zeros_like", "ones_like"), ("ones_like", "zeros_like"), ("std", "var"),
    ("var", "std"), ("arange", "linspace", "range"), ("linspace", "arange"), ("view", "reshape"),
    ("reshape", "view"), ("permute", "transpose"), ("transpose", "permute"), ("expand", "repeat"),
    ("repeat", "expand", "repeat_interleave"), ("tile", "expand"), ("tensor", "from_numpy", "as_tensor"),
    ("as_tensor", "from_numpy"), ("isnan", "isinf", "isfinite"), ("isinf", "isnan", "isfinite"),
    ("isfinite", "isnan", "isinf"), ("matmul", "mul"), ("mul", "matmul"), ("dot", "matmul", "mul"),
    ("mm", "matmul", "bmm"), ("bmm", "matmul"), ("cat", "stack"), ("stack", "cat"), ("clone", "detach"),
    ("detach", "clone"), ("add_", "sub_"), ("sub_", "add_"), ("add", "sub"), ("sub", "add"),
    ("mul_", "div_"), ("randn", "zeros"), ("rand", "zeros"), ("randint", "randperm"), ("abs", "square"),
    ("floor", "ceil"), ("ceil", "floor"), ("round", "int"), ("int", "float", "round"), ("float", "int"),
    ("tuple", "list"), ("list", "tuple"), ("sorted", "list"), ("squeeze", "unsqueeze"),
    ("unsqueeze", "squeeze"),
    ("zero_grad", "step"), ("step", "zero_grad"), ("enable_grad", "no_grad"), ("no_grad", "enable_grad"),
    ("inference_mode", "no_grad"), ("square", "abs"), ("append", "extend"), ("size", "dim"), ("eye", "ones"),
    ("plot", "scatter"), ("scatter", "plot"), ("set_xlabel", "set_ylabel"), ("set_ylabel", "set_xlabel"),
]  # fmt: skip
_TAKEN_FOR = {first: others for first, *others in _COUSINS}
_ATTRIBUTES = {"data": ("grad",), "grad": ("data",), "T": ("mT",), "ndim": ("shape",), "real": ("imag",)}
# What may be missing behind an expression, or around it.
_CALLS_BEHIND = (
    ".item()", ".detach()", ".clone()", ".mean()", ".sum()", ".abs()", "()",
)  # fmt: skip
_RARER = (
    ".t()", ".float()", ".detach().clone()", ".contiguous()", ".values", ".indices", ".T", ".data", ".grad",
    ".tolist()", ".flatten()", ".backward()",
)  # fmt: skip
_CALLS_AROUND = ("range", "float", "int", "bool", "tuple", "sorted", "abs", "torch.tensor", "torch.stack")
_ARGUMENTS = (
    "dim=0", "dim=1", "dtype=torch.float32", "keepdim=True", "requires_grad=True", "set_to_none=False",
)  # fmt: skip
_EXPRESSIONS = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.BinOp)
_NUMBERS = (0, 1, 2)


def changes(own: Written, node: ast.expr, names: Sequence[str], calls: Mapping[str, int]) -> Iterator[Edit]:
    """Edits of one expression, those inside it left out.

    names: what may stand in place of a name. calls: functions of the file and how many parameters each has;
    one of them may have been meant where another is called.
    """
    rule = _RULES.get(type(node))
    if rule is not None:
        yield from rule(own, node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not hasattr(builtins, node.id):
        for name in names:
            if name != node.id:
                yield own.instead(SlipKind.NAME, node, name, 2)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for name in names:
            yield own.instead(SlipKind.CONSTANT, node, name, 3)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls:
        for name, count in calls.items():
            if name not in (node.func.id, own.name) and count == len(node.args) + len(node.keywords):
                yield own.instead(SlipKind.CALL, node.func, name, 3)


# ── operators ────────────────────────────────────────────────────────────────────────────────────────────


def _between(own: Written, left: ast.expr, right: ast.expr, symbol: str) -> tuple[int, int] | None:
    """Where an operator stands between its operands."""
    start, end = own.span(left)[1], own.span(right)[0]
    pattern = rb"\s+".join(re.escape(word.encode()) for word in symbol.split())
    found = re.search(pattern, own.raw[start:end])
    return (start + found.start(), start + found.end()) if found else None


def _operators(own: Written, left: ast.expr, right: ast.expr, operator: ast.AST) -> Iterator[Edit]:
    symbol = _SYMBOLS.get(type(operator), "")
    place = _between(own, left, right, symbol) if symbol else None
    if place is None:
        return
    line = own.raw[: place[0]].count(b"\n") + 1
    for other in _MEANT.get(symbol, ()):
        yield Edit(SlipKind.OPERATOR, *place, other, line, line)


def _binary(own: Written, node: ast.BinOp) -> Iterator[Edit]:
    yield from _operators(own, node.left, node.right, node.op)
    left, right = own.operand(node.left), own.operand(node.right)
    if isinstance(node.op, _ONE_WAY):
        yield own.instead(SlipKind.ORDER, node, f"({right} {_SYMBOLS[type(node.op)]} {left})", 1)
    yield own.instead(SlipKind.EXTRA, node, left, 1)
    yield own.instead(SlipKind.EXTRA, node, right, 1)


def _compared(own: Written, node: ast.Compare) -> Iterator[Edit]:
    for left, right, operator in zip(
        [node.left, *node.comparators], node.comparators, node.ops, strict=False
    ):
        yield from _operators(own, left, right, operator)
    if len(node.ops) == 1:
        for side in (node.left, node.comparators[0]):
            yield from _by_one(own, side)


def _boolean(own: Written, node: ast.BoolOp) -> Iterator[Edit]:
    for left, right in zip(node.values, node.values[1:], strict=False):
        for edit in _operators(own, left, right, node.op):
            yield Edit(SlipKind.CONDITION, *edit.splice, edit.line, edit.end_line)
    for dropped in node.values:
        kept = [own.operand(part) for part in node.values if part is not dropped]
        yield own.instead(SlipKind.CONDITION, node, f"({f' {_SYMBOLS[type(node.op)]} '.join(kept)})", 1)


def _unary(own: Written, node: ast.UnaryOp) -> Iterator[Edit]:
    kind = SlipKind.CONDITION if isinstance(node.op, ast.Not) else SlipKind.OPERATOR
    yield own.instead(kind, node, own.operand(node.operand))


def _by_one(own: Written, node: ast.expr) -> Iterator[Edit]:
    """One more and one less, where a count, a bound or an index stands."""
    if isinstance(node, ast.Constant):
        return
    for step in ("+ 1", "- 1"):
        yield own.instead(SlipKind.COUNT, node, f"({own.code(node)} {step})", 1)


# ── constants ────────────────────────────────────────────────────────────────────────────────────────────


def _constant(own: Written, node: ast.Constant) -> Iterator[Edit]:
    value = node.value
    if isinstance(value, bool):
        yield own.instead(SlipKind.CONSTANT, node, str(not value))
    elif isinstance(value, int):
        near = (value + 1, value - 1, *_NUMBERS, -value, -1, 2 * value, 10 * value)
        for other in dict.fromkeys(number for number in near if number != value):
            yield own.instead(SlipKind.CONSTANT, node, _number(other), 0 if abs(other - value) == 1 else 1)
    elif isinstance(value, float):
        near_by = (value * 10, value / 10, value * 2, value / 2, 1.0, -value, value + 1, 0.0, 1 - value)
        for number in dict.fromkeys(round(number, 12) for number in near_by if number != value):
            yield own.instead(SlipKind.CONSTANT, node, _number(number), 1)


def _number(number: float) -> str:
    return f"({number})" if number < 0 else str(number)


# ── calls ────────────────────────────────────────────────────────────────────────────────────────────────


def _call(own: Written, node: ast.Call) -> Iterator[Edit]:
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr != "backward":
        yield own.instead(SlipKind.CALL, node, own.operand(function.value), 1)
    if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred):
        yield own.instead(SlipKind.CALL, node, own.operand(node.args[0]), 1)
    plain = [arg for arg in node.args if not isinstance(arg, ast.Starred)]
    for one, other in combinations(plain, 2):
        if own.code(one) != own.code(other):
            yield _swapped(own, one, other)
    yield from _without_one(own, [*node.args, *node.keywords])
    if isinstance(function, ast.Name) and function.id == "range":
        for arg in node.args:
            yield from _by_one(own, arg)
        if len(node.args) == 1:
            yield own.instead(SlipKind.COUNT, node, f"range(1, {own.code(node.args[0])})", 1)
            yield own.instead(SlipKind.COUNT, node, f"range(1, {own.code(node.args[0])} + 1)", 1)


def _swapped(own: Written, one: ast.expr, other: ast.expr) -> Edit:
    (start, middle), (between, end) = own.span(one), own.span(other)
    text = own.code(other) + own.raw[middle:between].decode() + own.code(one)
    return Edit(SlipKind.ORDER, start, end, text, one.lineno, other.end_lineno or other.lineno, 1)


def _without_one(own: Written, parts: list[ast.expr | ast.keyword]) -> Iterator[Edit]:
    """A call without one of its arguments."""
    parts = sorted(parts, key=lambda part: own.span(part))
    for place, part in enumerate(parts):
        start, end = own.span(part)
        if place + 1 < len(parts):
            end = own.span(parts[place + 1])[0]
        elif place:
            start = own.span(parts[place - 1])[1]
        yield Edit(SlipKind.ARGUMENT, start, end, "", part.lineno, part.end_lineno or part.lineno, 1)


def _name(own: Written, node: ast.Name) -> Iterator[Edit]:
    for other in _TAKEN_FOR.get(node.id, ()):
        yield own.instead(SlipKind.CALL, node, other, 1)


def _attribute(own: Written, node: ast.Attribute) -> Iterator[Edit]:
    end = own.span(node)[1]
    start = end - len(node.attr.encode())
    line = node.end_lineno or node.lineno
    for other in _TAKEN_FOR.get(node.attr, ()):
        yield Edit(SlipKind.CALL, start, end, other, line, line)
    for other in _ATTRIBUTES.get(node.attr, ()):
        yield Edit(SlipKind.NAME, start, end, other, line, line, 1)
    if node.attr in ("data", "T", "grad", "values", "indices"):
        yield own.instead(SlipKind.CALL, node, own.operand(node.value), 1)


# ── sequences, indices, choices ──────────────────────────────────────────────────────────────────────────


def _elements(own: Written, node: ast.Tuple | ast.List) -> Iterator[Edit]:
    for one, other in combinations(node.elts, 2):
        if own.code(one) != own.code(other):
            yield _swapped(own, one, other)
    if len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        for item in node.elts:
            yield own.instead(SlipKind.EXTRA, node, own.operand(item), 2)


def _subscript(own: Written, node: ast.Subscript) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load):
        yield own.instead(SlipKind.INDEX, node, own.operand(node.value), 1)
    if isinstance(node.slice, ast.Slice):
        for bound in filter(None, (node.slice.lower, node.slice.upper, node.slice.step)):
            yield own.instead(SlipKind.INDEX, bound, "", 1)
            yield from _by_one(own, bound)
        code = own.code(node.slice)
        if ":" in code and node.slice.step is None:
            low, _, high = code.partition(":")
            for other in (f"{high}:{low}", "1:", ":-1"):
                yield own.instead(SlipKind.INDEX, node.slice, other, 1)
    elif not isinstance(node.slice, (ast.Tuple, ast.Constant)):
        yield from _by_one(own, node.slice)


def _chosen(own: Written, node: ast.IfExp) -> Iterator[Edit]:
    body, other, test = own.operand(node.body), own.operand(node.orelse), own.operand(node.test)
    yield own.instead(SlipKind.CONDITION, node, f"({other} if {test} else {body})")
    yield own.instead(SlipKind.CONDITION, node, body, 1)
    yield own.instead(SlipKind.CONDITION, node, other, 1)


def _comprehension(own: Written, node: ast.ListComp | ast.GeneratorExp) -> Iterator[Edit]:
    for part in node.generators:
        for test in part.ifs:
            yield own.instead(SlipKind.CONDITION, test, f"not {own.operand(test)}", 1)
            yield own.instead(SlipKind.CONDITION, test, "True", 1)


_RULES: dict[type[ast.AST], Callable[[Written, Any], Iterator[Edit]]] = {
    ast.BinOp: _binary,
    ast.Compare: _compared,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _elements,
    ast.List: _elements,
    ast.Subscript: _subscript,
    ast.IfExp: _chosen,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
}


# ── what may be missing ──────────────────────────────────────────────────────────────────────────────────


def additions(own: Written, node: ast.expr, names: Sequence[str]) -> Iterator[Edit]:
    """Calls of the fixed list behind or around an expression, and arguments that a call may lack.

    names: the function's parameters, which a call may have to be handed.
    """
    if isinstance(node, _EXPRESSIONS) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        whole, code = own.operand(node), own.code(node)
        for behind in _CALLS_BEHIND:
            yield own.instead(SlipKind.MISSING, node, whole + behind)
        yield own.instead(SlipKind.OPERATOR, node, f"(-{whole})")
        for around in _CALLS_AROUND:
            yield own.instead(SlipKind.MISSING, node, f"{around}({code})", 1)
        for behind in _RARER:
            yield own.instead(SlipKind.MISSING, node, whole + behind, 2)
    if isinstance(node, ast.Call):
        yield from _more_arguments(own, node, names)


def _more_arguments(own: Written, node: ast.Call, names: Sequence[str]) -> Iterator[Edit]:
    end = own.span(node)[1] - 1
    line = node.end_lineno or node.lineno
    given = {one.arg for one in node.keywords}
    mentioned = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    comma = ", " if node.args or node.keywords else ""
    for name in names:
        if name not in mentioned:
            yield Edit(SlipKind.ARGUMENT, end, end, f"{comma}{name}={name}", line, line)
    for argument in _ARGUMENTS:
        if argument.partition("=")[0] not in given:
            yield Edit(SlipKind.ARGUMENT, end, end, comma + argument, line, line, 1)
    if not node.keywords:
        for text in (*map(str, _NUMBERS), *names):
            yield Edit(SlipKind.ARGUMENT, end, end, comma + text, line, line, 2)
