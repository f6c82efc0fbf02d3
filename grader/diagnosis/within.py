"""Systematic mistakes made within a right function: in its loops, its comparisons, its calls."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TypeVar

from grader.diagnosis.around import SWAPPED, swapped, without_memory
from grader.diagnosis.mistake import Mistake, Right
from grader.words.messages import Message, say

_LIMITS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_ONCE = "_once"
Loop = ast.For | ast.While
Node = TypeVar("Node", bound=ast.AST)


class _Copies:
    """Copies of a function in each of which one place is changed."""

    def __init__(self, right: Right) -> None:
        self._plain = copy.deepcopy(right.node)
        self._plain.returns, self._plain.decorator_list = None, []
        if ast.get_docstring(self._plain) is not None:
            self._plain.body = self._plain.body[1:] or [ast.Pass()]

    def places(self, kind: type[Node]) -> list[tuple[int, Node]]:
        """(place, node) of every node of a kind."""
        return [(place, node) for place, node in enumerate(ast.walk(self._plain)) if isinstance(node, kind)]

    def loops(self) -> list[tuple[int, Loop]]:
        """(place, node) of every loop."""
        return [*self.places(ast.For), *self.places(ast.While)]

    def edited(self, name: str, place: int, edit: Callable[[ast.AST, ast.FunctionDef], object]) -> str:
        """The text of a function of this name; edit: changes (the node at that place, its function)."""
        made = copy.deepcopy(self._plain)
        made.name = name
        edit(list(ast.walk(made))[place], made)
        return ast.unparse(ast.fix_missing_locations(made)) + "\n"


def arguments_swapped_once(right: Right) -> Iterator[Mistake]:
    """Two parameters change places in one call, and not in all."""
    copies = _Copies(right)
    reads = [node.id for _, node in copies.places(ast.Name)]
    for number, (place, call) in enumerate(copies.places(ast.Call), start=1):
        passed = {arg.id: at for at, arg in enumerate(call.args) if isinstance(arg, ast.Name)}
        for one, other in combinations([name for name in passed if name in right.parameters], 2):
            if reads.count(one) == reads.count(other) == 1:
                continue  # the same as everywhere

            def swap(node: ast.AST, _: ast.AST, pair: tuple[int, int] = (passed[one], passed[other])) -> None:
                assert isinstance(node, ast.Call)
                first, second = pair
                node.args[first], node.args[second] = node.args[second], node.args[first]

            name = f"swaps_{one}_and_{other}_in_call_{number}"
            yield Mistake(
                name=name,
                headline=swapped(one, other),
                explanation=SWAPPED,
                source=copies.edited(name, place, swap),
            )


# ── loops ────────────────────────────────────────────────────────────────────────────────────────────────


def rounds_miscounted(right: Right) -> Iterator[Mistake]:
    """A loop goes round once too often, once too little, or only once; or its number begins at another."""
    copies = _Copies(right)
    for number, (place, loop) in enumerate(copies.places(ast.For), start=1):
        called = loop.iter
        if not (
            isinstance(called, ast.Call) and isinstance(called.func, ast.Name) and called.func.id == "range"
        ):
            continue
        for edit, words, headline, explanation in _MISCOUNTED:
            name = f"{words}_in_loop_{number}"
            yield Mistake(
                name=name,
                headline=headline,
                explanation=explanation,
                source=copies.edited(name, place, edit),
            )


def _one(node: ast.expr, operator: ast.operator) -> ast.expr:
    return ast.BinOp(node, operator, ast.Constant(1))


def _range(node: ast.AST) -> list[ast.expr]:
    """The arguments of the range of a loop, from the first number on."""
    assert isinstance(node, ast.For) and isinstance(node.iter, ast.Call)
    if len(node.iter.args) == 1:
        node.iter.args.insert(0, ast.Constant(0))
    return node.iter.args


def _ends_early(node: ast.AST, _: ast.AST) -> None:
    numbers = _range(node)
    numbers[1] = _one(numbers[1], ast.Sub())


def _ends_late(node: ast.AST, _: ast.AST) -> None:
    numbers = _range(node)
    numbers[1] = _one(numbers[1], ast.Add())


def _begins_late(node: ast.AST, _: ast.AST) -> None:
    numbers = _range(node)
    numbers[0] = _one(numbers[0], ast.Add())


def _counts_from_below(node: ast.AST, _: ast.AST) -> None:
    numbers = _range(node)
    numbers[:2] = [_one(number, ast.Sub()) for number in numbers[:2]]


def _goes_once(node: ast.AST, _: ast.AST) -> None:
    assert isinstance(node, ast.For)
    node.body.append(ast.Break())


_TOO_FEW = say("Your loop goes round once too little.")
_RANGE = say("`range(n)` gives n rounds. `range(1, n)` gives one less.")
_MISCOUNTED: tuple[tuple[Callable[[ast.AST, ast.AST], None], str, Message, Message], ...] = (
    (_ends_early, "ends_a_round_early", _TOO_FEW, _RANGE),
    (_begins_late, "begins_a_round_late", _TOO_FEW, _RANGE),
    (_ends_late, "ends_a_round_late", say("Your loop goes round once too often."), _RANGE),
    (
        _counts_from_below,
        "counts_rounds_from_below",
        say("The number of the round is one too small."),
        _RANGE,
    ),
    (
        _goes_once,
        "goes_round_once",
        # An average of rounds that are all alike is that of one, too.
        say("Your result is that of a single round."),
        say("Perhaps the loop ends after it, or what the other rounds do is lost."),
    ),
)


def computed_once(right: Right) -> Iterator[Mistake]:
    """What changes from round to round is computed once, before the loop."""
    copies = _Copies(right)
    places = [(place, *at) for place, loop in copies.loops() for at in _works(loop, right)]
    for number, (place, *at) in enumerate(places, start=1):

        def hoist(node: ast.AST, function: ast.FunctionDef, at: list[int] = at) -> None:
            assert isinstance(node, (ast.For, ast.While))
            _hoist(node, function, *at)

        name = f"computes_once_{number}"
        yield Mistake(
            name=name,
            headline=say("Your loop uses a value from before the first round in every round."),
            explanation=say("What depends on changed values must be computed again, inside the loop."),
            source=copies.edited(name, place, hoist),
        )


def _works(loop: Loop, right: Right) -> Iterator[tuple[int, int]]:
    """(number of a statement, place in it) of each value that a loop computes."""
    for number, statement in enumerate(loop.body):
        for inner, value in enumerate(ast.walk(statement)):
            if _is_work(value, statement, right):
                yield number, inner


def _is_work(value: ast.AST, statement: ast.stmt, right: Right) -> bool:
    """Whether a value is worth computing once: what is assigned, or a call of one of the file's functions."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in right.functions
    return (
        isinstance(statement, ast.Assign) and value is statement.value and not isinstance(value, ast.Constant)
    )


def _hoist(loop: Loop, function: ast.FunctionDef, number: int, inner: int) -> None:
    """Compute one expression of a loop before it, with what the loop had assigned until then."""
    statement = loop.body[number]
    value = list(ast.walk(statement))[inner]
    assert isinstance(value, ast.expr)
    before: list[ast.stmt] = [copy.deepcopy(one) for one in loop.body[:number] if isinstance(one, ast.Assign)]
    before.append(ast.Assign([ast.Name(_ONCE, ast.Store())], copy.deepcopy(value), lineno=0))
    _Replacing(value, ast.Name(_ONCE, ast.Load())).visit(statement)
    _Before(loop, before).visit(function)


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


class _Before(ast.NodeTransformer):
    """Puts statements before one that stands in some block."""

    def __init__(self, old: ast.AST, before: list[ast.stmt]) -> None:
        self._old, self._before = old, before

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        return [*self._before, node] if node is self._old else super().generic_visit(node)


def optimizers_made_anew(right: Right) -> Iterator[Mistake]:
    """An optimizer is made in every round."""
    copies = _Copies(right)
    for argument in right.parameters:
        if argument not in right.optimizers:
            continue
        for number, (place, _) in enumerate(copies.loops(), start=1):

            def begin(node: ast.AST, _: ast.AST, new: str = argument) -> None:
                assert isinstance(node, (ast.For, ast.While))
                node.body[:0] = ast.parse(f"{new} = type({new})({new}.param_groups)").body

            name = f"makes_a_new_{argument}_in_every_round_{number}"
            headline, explanation = without_memory(argument)
            yield Mistake(
                name=name,
                headline=headline,
                explanation=explanation,
                source=copies.edited(name, place, begin),
            )


# ── comparisons ──────────────────────────────────────────────────────────────────────────────────────────


def limits(right: Right) -> Iterator[Mistake]:
    """A comparison decides the other way at its limit: `<` for `<=`."""
    copies = _Copies(right)
    places = [
        (place, at)
        for place, compared in copies.places(ast.Compare)
        for at, operator in enumerate(compared.ops)
        if type(operator) in _LIMITS
    ]
    for number, (place, at) in enumerate(places, start=1):

        def turn(node: ast.AST, _: ast.AST, at: int = at) -> None:
            assert isinstance(node, ast.Compare)
            node.ops[at] = _LIMITS[type(node.ops[at])]()

        name = f"turns_at_limit_{number}"
        yield Mistake(
            name=name,
            headline=say("A comparison is wrong for two values that are equal."),
            explanation=say(
                "`<` and `<=` differ only there. Read in the exercise what must happen at the limit."
            ),
            source=copies.edited(name, place, turn),
        )
