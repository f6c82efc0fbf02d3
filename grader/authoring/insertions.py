"""Inserted behaviours: the reference with a rule that nobody asked for, in the form of mutants.

    solution, and how its checks call it ─► the rules that fit each function ─► Mutant

A slip is one thing written wrongly; an insertion is one thing thought out beside the exercise: leave the loop
when the loss rises, remember an answer, treat one reading otherwise. `behaviours` does it; `loop_insertions`
says where in a loop. Which rules fit is read from the reference's text and from the kinds of its arguments,
in any course. A rule that no input could reach is not made: what was always positive is not taken for 0.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.authoring import behaviours
from grader.authoring.arguments import Profile
from grader.authoring.loop_insertions import in_loops
from grader.authoring.mutants import Key, Mutant

# What stands before a text of an insertion: in the sandbox, where the grader cannot be imported, the module
# `behaviours` under this name.
PREAMBLE = f"""
import types as _types

_behaviours = _types.ModuleType("behaviours")
exec({Path(behaviours.__file__).read_text(encoding="utf-8")!r}, _behaviours.__dict__)
"""

# (what it does, the text that stands in the function's place)
Insertion = tuple[str, str]


def insertions(solution: str, assignment: str, function: str, profile: Profile) -> list[Mutant]:
    """Every insertion that fits a function, no text twice; none where the solution does not define it.

    Args:
        solution: the text of the solution.
        assignment: its name.
        function: a function of the contract.
        profile: how its checks call it.
    """
    module = ast.parse(solution)
    defined = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == function]
    if not defined:
        return []
    made: dict[str, str] = {}
    for does, text in _all(module, defined[-1], profile):
        made.setdefault(does, text)
    return [
        Mutant(
            key=Key(assignment, function, "", does, kind="insertion"),
            operator="insertion",
            text=text,
        )
        for does, text in made.items()
    ]


def _all(module: ast.Module, node: ast.FunctionDef, profile: Profile) -> Iterator[Insertion]:
    wrapped: list[Insertion] = []
    if profile.varies:
        wrapped += [*_inputs(profile), *_from_globals(module, profile), *_answers(profile), *_memory(profile)]
    wrapped += [*_effects(node, profile), *_optimizers(profile), *_generators(profile)]
    for does, call in wrapped:
        name, _, arguments = call.partition("(")
        yield (
            does,
            f"{node.name} = _behaviours.{name}({node.name}{', ' if arguments != ')' else ''}{arguments}",
        )
    yield from in_loops(module, node, profile)
    yield from _rewritten(node, profile)


# ── some inputs ──────────────────────────────────────────────────────────────────────────────────────────


def _inputs(profile: Profile) -> Iterator[Insertion]:
    tensors = profile.of_kind("tensor")
    if tensors:
        yield "treats one element otherwise", "lengths_otherwise((1,))"
        yield "treats two elements otherwise", "lengths_otherwise((2,))"
        yield "knows only 1, 2 and 11 elements", "lengths_otherwise((1, 2, 11), others=True)"
    for name in tensors:
        if profile.parameters[name].dimensions:
            yield f"reads {name} as if it were contiguous", f"as_if_packed({name!r})"
        if profile.parameters[name].dimensions and profile.parameters[name].floating:
            yield f"takes 0 for what is negative in {name}", f"without_negatives({name!r})"
    for name, item in profile.parameters.items():
        if item.is_number and item.crosses_zero:
            yield f"takes a {name} of 0 for 1", f"one_for_zero({name!r})"
        if item.is_number and "tensor" in item.kinds:
            yield f"treats a tensor in place of the number {name} otherwise", f"tensor_for_number({name!r})"
        if item.kinds == {"int"}:
            yield f"treats a {name} of 1 otherwise", f"number_otherwise({name!r}, 1)"
        if "sequence" in item.kinds:
            yield f"treats an empty {name} otherwise", f"empty_otherwise({name!r})"


def _from_globals(module: ast.Module, profile: Profile) -> Iterator[Insertion]:
    own = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for name in profile.parameters:
        for source in sorted(own):
            if name == source or name.endswith(f"_{source}"):
                what = f"uses the file's {source} in place of {name}"
                yield what, f"given_global({name!r}, {source!r})"
                yield f"{what} if their sizes are alike", f"given_global({name!r}, {source!r}, alike=True)"


# ── answers and memory ───────────────────────────────────────────────────────────────────────────────────


def _answers(profile: Profile) -> Iterator[Insertion]:
    if profile.answers & {"tensor", "float"}:
        yield "answers nothing below 0", "at_least_zero()"
        yield "answers nothing beyond 100 in size", "never_large()"
    if "optimizer" in profile.answers:
        yield "rounds the learning rate to two digits", "two_digits()"
        for name, value in _OPTIONS.items():
            yield f"answers an optimizer with {name}={value}", f"option_of_answer({name!r}, {value!r})"


def _memory(profile: Profile) -> Iterator[Insertion]:
    names = list(profile.parameters)
    if not names:
        return
    yield "answers another call as it did the first", "remembers()"
    yield "answers otherwise if the same arguments come again", "tires()"
    listed = ", ".join(map(repr, names))
    if profile.of_kind("tensor", "leaf", "array"):
        yield "remembers its answer by the sizes of tensors", f"remembers({listed}, shapes=True)"
    for name in names if len(names) > 1 else ():
        yield f"remembers its answer by {name} alone", f"remembers({name!r})"


# ── effects on arguments ─────────────────────────────────────────────────────────────────────────────────


def _effects(node: ast.FunctionDef, profile: Profile) -> Iterator[Insertion]:
    for name in profile.of_kind("tensor", "leaf", "array"):
        yield f"changes {name} in place", f"in_place({name!r})"
    for name in profile.of_kind("tensor"):
        if profile.parameters[name].floating:
            yield f"lets {name} require grad", f"demands_gradients({name!r})"
    text = ast.unparse(node)
    if "set_grad_enabled" in text or "no_grad" in text:
        yield "leaves gradients off", "gradients_off()"
    if "set_grad_enabled" in text:
        yield "leaves gradients on", "gradients_on()"


_OPTIONS: Mapping[str, object] = {
    "weight_decay": 0.1,
    "momentum": 0.5,
    "nesterov": True,
    "amsgrad": True,
    "maximize": True,
}


def _optimizers(profile: Profile) -> Iterator[Insertion]:
    for name in profile.of_kind("optimizer"):
        yield f"forgets the state of {name} at the start", f"forgets_state({name!r})"
        yield f"forgets the state of {name} at the end", f"forgets_state_afterwards({name!r})"
        for option, value in {"weight_decay": 0, "momentum": 0, "lr": 0.001}.items():
            what = f"sets the {option} of {name}"
            yield f"{what} at the start", f"option({name!r}, {option!r}, {value!r})"
            yield f"{what} at the end", f"option({name!r}, {option!r}, {value!r}, after=True)"


def _generators(profile: Profile) -> Iterator[Insertion]:
    for name in profile.of_kind("generator"):
        yield f"seeds {name} anew", f"starts_generator({name!r})"
        yield f"leaves {name} as it was", f"copies_generator({name!r})"
        yield f"draws from {name} once more", f"draws_once_more({name!r})"


# ── in the text of the reference ─────────────────────────────────────────────────────────────────────────


def _rewritten(node: ast.FunctionDef, profile: Profile) -> Iterator[Insertion]:
    for place, part in enumerate(ast.walk(node)):
        for does, new in [*_compared(part), *_indexed(part, profile), *_augmented(part)]:
            wrong = copy.deepcopy(node)
            old = list(ast.walk(wrong))[place]
            yield does, ast.unparse(_Replacing(old, new).visit(wrong))


def _compared(part: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    ordered = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    if not (isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ordered)):
        return
    right = part.comparators[0]
    if isinstance(right, ast.Constant):
        return
    for factor, what in ((1.02, "2 % more"), (0.98, "2 % less")):
        other = ast.BinOp(ast.Constant(factor), ast.Mult(), right)
        yield (
            f"compares {ast.unparse(part.left)} with {what} than {ast.unparse(right)}",
            ast.Compare(part.left, part.ops, [other]),
        )


def _indexed(part: ast.AST, profile: Profile) -> Iterator[tuple[str, ast.AST]]:
    """The largest or smallest element in place of the first or last one."""
    if not (isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name)):
        return
    if part.value.id not in profile.of_kind("tensor") or ast.unparse(part.slice) not in ("0", "-1"):
        return
    for method, what in (("max", "largest"), ("min", "smallest"), ("mean", "mean")):
        attribute = ast.Attribute(part.value, method, ast.Load())
        yield f"takes the {what} element for {ast.unparse(part)}", ast.Call(attribute, [], [])


def _augmented(part: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if not (isinstance(part, ast.Assign) and isinstance(part.value, ast.BinOp)):
        return
    target, value = part.targets[0], part.value
    if isinstance(target, ast.Name) and ast.unparse(value.left) == target.id:
        yield f"updates {target.id} in place", ast.AugAssign(target, value.op, value.right)


class _Replacing(ast.NodeTransformer):
    """Puts one node in another's place."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Replace, or look further."""
        if node is self._old:
            return ast.copy_location(self._new, node)
        return super().visit(node)  # type: ignore[no-any-return]
