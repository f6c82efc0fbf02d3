"""Insertions in the loops of a function: rounds that are cut, skipped or changed by what was seen in them.

for epoch in range(n):            _rounds = _behaviours.Rounds("stop where the loss rises")
    loss = loss_fn(…)             for epoch in range(n):
    …                        ─►       _rounds.begin(params)
                                      loss = _rounds.loss(loss_fn(…))
                                      …
                                      if _rounds.end(params): break
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.authoring.arguments import Profile

_Loop = ast.For | ast.While
_CAPS = (1, 2, 3)
# Of a loop that trains, and of any other one.
_MOST = 10, 5
_SKIPS = {1: "first", 2: "second", 3: "third"}
# What a rule does: of the loss, of the gradient, of the parameters.
_OF_LOSS = {
    "stop where the loss rises": "stops where {loss} rises",
    "skip where the loss rises": "skips the step where {loss} rises",
    "keep the best": "keeps the parameters of the lowest value of {loss}",
    "stop where the loss is small": "stops where {loss} is below 0.001",
}
_OF_GRADIENT = {
    "stop where the gradient is small": "stops where the gradient is below 0.001",
    "skip where the gradient is small": "skips the step where the gradient is below 0.001",
    "cut the gradient": "cuts the gradient to 100",
}
_OF_PARAMETERS = {
    "stop where parameters are large": "stops where a parameter is beyond 30",
    "cut the parameters": "cuts the parameters to 30",
}


def in_loops(module: ast.Module, node: ast.FunctionDef, profile: Profile) -> Iterator[tuple[str, str]]:
    """(what it does, the function's text) of each insertion in a loop."""
    loops = [part for part in ast.walk(node) if isinstance(part, _Loop)]
    for number, loop in enumerate(loops):
        where = f" in loop {number + 1}" if len(loops) > 1 else ""
        held = _held(module, node, loop, profile)
        changes = [*_counted(loop, (*_CAPS, _MOST[not held])), *_watched(module, node, loop, profile, held)]
        for does, part in changes:
            yield does + where, ast.unparse(_Replaced(number, part).visit(copy.deepcopy(node)))


def _counted(loop: _Loop, caps: tuple[int, ...]) -> Iterator[tuple[str, list[ast.stmt]]]:
    for most in caps:
        rounds = f"{most} rounds" if most > 1 else "1 round"
        yield f"stops after {rounds}", _counting(loop, f"if _round > {most}: break")
    for number, name in _SKIPS.items():
        yield f"skips the {name} round", _counting(loop, f"if _round == {number}: continue")


def _counting(loop: _Loop, jump: str) -> list[ast.stmt]:
    new = copy.deepcopy(loop)
    new.body = [*ast.parse(f"_round += 1\n{jump}").body, *new.body]
    if isinstance(loop, ast.While) and "continue" in jump:
        # A round of `while` that does nothing would never end: its test is asked once more instead.
        new.body = [
            *ast.parse(f"_round += 1\nif {jump.split('if ')[1].split(':')[0]}: break").body,
            *loop.body,
        ]
    return [*ast.parse("_round = 0").body, new]


# ── what is seen in a round ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Seen:
    """A loop that is looked at, and what is seen of it."""

    loop: _Loop
    name: str = ""


def _watched(
    module: ast.Module, node: ast.FunctionDef, loop: _Loop, profile: Profile, held: list[str]
) -> Iterator[tuple[str, list[ast.stmt]]]:
    if not held:
        return
    losses = [*_losses(module, node, loop)]
    for seen in losses:
        for rule, does in _OF_LOSS.items():
            yield does.format(loss=seen.name), _looking(seen.loop, rule, held)
    gradients = _with_calls(loop, "grad", lambda name: "grad" in name and "zero" not in name)
    if gradients is not None or set(held) & {*profile.of_kind("leaf"), *_own_leaves(node)}:
        for rule, does in _OF_GRADIENT.items():
            yield does, _looking(gradients or copy.deepcopy(loop), rule, held)
    for rule, does in _OF_PARAMETERS.items():
        yield does, _looking(copy.deepcopy(loop), rule, held)


def _looking(loop: _Loop, rule: str, held: list[str]) -> list[ast.stmt]:
    names = ", ".join(held)
    new = copy.deepcopy(loop)
    begin, end = f"_rounds.begin({names})", f"if _rounds.end({names}): break"
    new.body = [*ast.parse(begin).body, *new.body, *ast.parse(end).body]
    before = ast.parse(f"_rounds = _behaviours.Rounds({rule!r})").body
    return [*before, new, *ast.parse(f"_rounds.last({names})").body]


def _held(module: ast.Module, node: ast.FunctionDef, loop: _Loop, profile: Profile) -> list[str]:
    """The parameters of a model that a loop trains: made anew, or leaves; none where it does not."""
    if not _updates(loop, {part.name: part for part in module.body if isinstance(part, ast.FunctionDef)}):
        return []
    given = [argument.arg for argument in node.args.args]
    bound = {
        target.id
        for part in ast.walk(loop)
        if isinstance(part, (ast.Assign, ast.AugAssign))
        for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
        if isinstance(target, ast.Name)
    }
    leaves = profile.of_kind("leaf")
    used = {part.id for part in ast.walk(loop) if isinstance(part, ast.Name)}
    return [
        name
        for name in (*given, *_own_leaves(node))
        if name in bound & {*given} or (name in used and (name in leaves or name not in given))
    ]


def _updates(part: ast.AST, functions: Mapping[str, ast.FunctionDef]) -> bool:
    """Whether it takes a step, itself or in a function of the file: `step()`, `x -= …`, `x = x - …`."""
    for inner in ast.walk(part):
        if isinstance(inner, ast.AugAssign) and isinstance(inner.op, ast.Sub):
            return True
        if isinstance(inner, ast.Assign) and _on_itself(inner):
            return True
        if isinstance(inner, ast.Attribute) and inner.attr == "step":
            return True
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in functions:
            others = {name: node for name, node in functions.items() if name != inner.func.id}
            if _updates(functions[inner.func.id], others):
                return True
    return False


def _on_itself(part: ast.Assign) -> bool:
    """Whether it is `x = x - …`."""
    value, target = part.value, part.targets[0]
    return isinstance(value, ast.BinOp) and ast.unparse(value.left) == ast.unparse(target)


def _own_leaves(node: ast.FunctionDef) -> list[str]:
    """Names of tensors that the function makes and lets require grad."""
    return [
        part.targets[0].id
        for part in ast.walk(node)
        if isinstance(part, ast.Assign)
        and isinstance(part.targets[0], ast.Name)
        and isinstance(part.value, ast.Call)
        and any(keyword.arg == "requires_grad" for keyword in part.value.keywords)
    ]


# ── where a loss can be seen ─────────────────────────────────────────────────────────────────────────────


def _losses(module: ast.Module, node: ast.FunctionDef, loop: _Loop) -> Iterator[_Seen]:
    found = False
    silent = {
        part.name
        for part in module.body
        if isinstance(part, ast.FunctionDef)
        and not any(isinstance(inner, ast.Return) and inner.value for inner in ast.walk(part))
    }
    for place, part in enumerate(ast.walk(loop)):
        name = _loss_here(part, silent)
        if name:
            found = True
            yield _Seen(_wrapped(loop, place), name)
    if not found:
        yield from _computed(module, node, loop)


def _loss_here(part: ast.AST, silent: Collection[str]) -> str:
    """What a loss is called that a statement computes, or nothing. silent: functions that return nothing."""
    if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
        name = part.targets[0].id
        return name if "loss" in name and isinstance(part.value, ast.Call) else ""
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
        call = part.value
        if isinstance(call.func, ast.Name):
            return "" if call.func.id in silent else f"what {call.func.id} returns"
        inside = [item for item in ast.walk(call) if _calls(item, "loss")]
        return "the loss" if inside else ""
    return ""


def _calls(item: ast.AST, word: str) -> bool:
    return isinstance(item, ast.Call) and isinstance(item.func, ast.Name) and word in item.func.id


def _wrapped(loop: _Loop, place: int) -> _Loop:
    """The loop in which the statement at this place shows its loss."""
    new = copy.deepcopy(loop)
    part = list(ast.walk(new))[place]
    assert isinstance(part, (ast.Assign, ast.Expr)) and isinstance(part.value, ast.Call)
    inside = [item for item in ast.walk(part.value) if _calls(item, "loss")]
    if isinstance(part, ast.Assign) or isinstance(part.value.func, ast.Name):
        part.value = _shown("loss", part.value)
    else:
        _Shown("loss", inside[0]).visit(part)
    return new


def _computed(module: ast.Module, node: ast.FunctionDef, loop: _Loop) -> Iterator[_Seen]:
    """The loop with a loss that the reference does not compute there, from what is at hand."""
    functions = {part.name: part for part in module.body if isinstance(part, ast.FunctionDef)}
    at_hand = _at_hand(functions, node, loop)
    for name, function in functions.items():
        wanted = [argument.arg for argument in function.args.args]
        if name.startswith("loss") and len(wanted) == 2 and all(item in at_hand for item in wanted):
            new = copy.deepcopy(loop)
            arguments = ", ".join(at_hand[item] for item in wanted)
            # First, where nothing has been updated yet, but after what it needs was unpacked.
            places = [n for n, part in enumerate(new.body) if not _unpacks(part)]
            shown = ast.parse(f"_rounds.loss({name}({arguments}))").body
            after = places[0] + (1 if at_hand[wanted[0]] in _names_bound(new.body[places[0]]) else 0)
            new.body = [*new.body[:after], *shown, *new.body[after:]]
            yield _Seen(new, "the loss")
            return


def _unpacks(part: ast.stmt) -> bool:
    return isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Tuple)


def _names_bound(part: ast.stmt) -> list[str]:
    targets = part.targets if isinstance(part, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _at_hand(functions: dict[str, ast.FunctionDef], node: ast.FunctionDef, loop: _Loop) -> dict[str, str]:
    """By name, an expression: parameters, names bound in the loop, arguments of calls by their parameters."""
    found = {argument.arg: argument.arg for argument in node.args.args}
    found |= {name: name for part in loop.body for name in _names_bound(part)}
    for part in ast.walk(loop):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in functions:
            wanted = [argument.arg for argument in functions[part.func.id].args.args]
            for name, argument in zip(wanted, part.args, strict=False):
                found.setdefault(name, ast.unparse(argument))
    return found


def _with_calls(loop: _Loop, method: str, wanted: Callable[[str], bool]) -> _Loop | None:
    """The loop in which the first call of such a function shows its value, or None."""
    new = copy.deepcopy(loop)
    for part in ast.walk(new):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and wanted(part.func.id):
            _Shown(method, part).visit(new)
            return new
    return None


def _shown(method: str, value: ast.expr) -> ast.Call:
    rounds = ast.Name("_rounds", ast.Load())
    return ast.Call(ast.Attribute(rounds, method, ast.Load()), [value], [])


class _Shown(ast.NodeTransformer):
    """Lets one call show its value."""

    def __init__(self, method: str, call: ast.AST) -> None:
        self._method, self._call = method, call

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Show it, or look further."""
        if node is self._call:
            return _shown(self._method, node)
        return self.generic_visit(node)


class _Replaced(ast.NodeTransformer):
    """Puts statements in the place of one loop."""

    def __init__(self, number: int, statements: list[ast.stmt]) -> None:
        self._number, self._statements = number, statements

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Find the loop by its number, as `ast.walk` counts."""
        loops = [part for part in ast.walk(node) if isinstance(part, _Loop)]
        self._old = loops[self._number]
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        """Replace, or look further."""
        return self._statements if node is self._old else self.generic_visit(node)

    def visit_While(self, node: ast.While) -> ast.AST | list[ast.stmt]:
        """Replace, or look further."""
        return self._statements if node is self._old else self.generic_visit(node)
