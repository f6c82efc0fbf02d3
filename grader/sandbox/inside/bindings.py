"""Inside the child: which statements of a file's top level bind which names, and which definition is asked.

The last definition of a name counts, as in Python. Where it cannot take the arguments that the assignment
gives, and an earlier one takes exactly these, the earlier one is asked. Calls within the file meet the last.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grader.sandbox import wire
from grader.sandbox.inside.observe import text

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Statements that hold others of the same level.
_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)
_TOLD = 100
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Binding:
    """One statement that gave a name to something."""

    file: str
    node: ast.AST
    value: Any

    @property
    def place(self) -> wire.Place:
        return wire.Place(self.file, getattr(self.node, "lineno", 1))


class Bindings:
    """The names of a module's top level."""

    def __init__(
        self, module: dict[str, Any], functions: Sequence[str], parameters: Mapping[str, Sequence[str]]
    ) -> None:
        """module: what its names hold, as it changes.

        parameters: those that the assignment asks for, by function; where they are known.
        """
        self._module = module
        self._functions = functions
        self._parameters = parameters
        self._bound: dict[str, list[Binding]] = {}
        # Why a name that a statement was to bind is not there.
        self._absent: dict[str, wire.Absent] = {}
        # Earlier definitions that are asked in place of the last.
        self._chosen: dict[str, Binding] = {}

    def note(self, file: str, statement: ast.stmt) -> None:
        """Take down what a statement of the top level has bound, or deleted, be it that it raised."""
        module = self._module
        by_name = {name: node for node in same_level(statement) for name in names_bound(node)}
        # An import, or a call, may give a function of the assignment, too.
        for name, node in (dict.fromkeys(self._functions, statement) | by_name).items():
            if name in module and not self._is_last(name, module[name]):
                self._bound.setdefault(name, []).append(Binding(file, node, module[name]))
                self._absent.pop(name, None)
        for node in same_level(statement):
            if isinstance(node, ast.Delete):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id not in module:
                        place = wire.Place(file, node.lineno)
                        self._absent[target.id] = wire.Absent(target.id, "deleted", place)

    def _is_last(self, name: str, value: Any) -> bool:
        return any(one.value is value for one in self._bound.get(name, [])[-1:])

    def note_failed(self, file: str, statement: ast.stmt, error: str) -> None:
        """Take down what a statement would have bound, had it not raised."""
        for node in same_level(statement):
            for name in names_bound(node):
                place = wire.Place(file, getattr(node, "lineno", statement.lineno))
                self._absent.setdefault(name, wire.Absent(name, "raised", place, error))

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Choose what is asked, once everything has run."""
        for name in self._functions:
            chosen = self._earlier(name)
            if chosen is not None:
                self._chosen[name] = chosen

    def asked(self, name: str) -> Any:
        """What answers for a function: what the module holds, or an earlier definition that fits better."""
        chosen = self._chosen.get(name)
        return self._module.get(name) if chosen is None else chosen.value

    def _earlier(self, name: str) -> Binding | None:
        """The earlier definition to ask in place of the last; None where the last is asked, or none fits."""
        wanted, bound = self._parameters.get(name), self._bound.get(name)
        if not wanted or not bound or name not in self._module:
            return None
        if takes(self._module[name], wanted):
            return None
        return next((one for one in reversed(bound) if takes(one.value, wanted)), None)

    def defined_at(self, name: str) -> wire.Place | None:
        """Where the top level last bound a name."""
        bound = self._bound.get(name)
        return bound[-1].place if bound else None

    def asked_at(self, name: str) -> Binding | None:
        """The statement that bound what is asked."""
        bound = self._bound.get(name)
        return self._chosen.get(name) or (bound[-1] if bound else None)

    # ── what is told ─────────────────────────────────────────────────────────────────────────────────────

    def repeated(self) -> list[wire.RepeatedDefinition]:
        """Functions with more than one definition, and which of them is asked."""
        found = []
        for name, bound in self._bound.items():
            defined = [one for one in bound if isinstance(one.node, ast.FunctionDef)]
            asked = self.asked_at(name)
            if len(defined) > 1 or (name in self._chosen and defined):
                places = [one.place for one in bound if one in defined or one is bound[-1]]
                number = places.index(asked.place) if asked and asked.place in places else len(places) - 1
                found.append(wire.RepeatedDefinition(name, places[:_TOLD], min(number, _TOLD - 1)))
        return found[:_TOLD]

    def others(self) -> list[wire.Bound]:
        """What names hold that are no functions of the assignment, and what functions are that were lost."""
        names = [name for name in self._bound if name in self._module]
        return [
            wire.Bound(name, kind(value), _type_of(value), self._bound[name][-1].place)
            for name in names[: 5 * _TOLD]
            for value in (self._module[name],)
        ]

    def absent(self) -> list[wire.Absent]:
        """Why names are not there that statements were to bind, and functions that hold something else."""
        found = [one for name, one in self._absent.items() if name not in self._module]
        for name in self._functions:
            if name in self._module and not callable(self.asked(name)) and (at := self.asked_at(name)):
                found.append(wire.Absent(name, "value", at.place, _type_of(self._module[name])))
        return found[:_TOLD]

    def helpers(self) -> dict[str, list[str]]:
        """What each of the file's own other functions mentions, to follow calls through them."""
        last = {name: bound[-1].node for name, bound in self._bound.items() if name not in self._functions}
        return {name: mentions(node) for name, node in last.items()}


def takes(value: Any, wanted: Sequence[str]) -> bool:
    """Whether something can be called with arguments of these names, in this order, and needs no other."""
    if not callable(value):
        return False
    try:
        found = list(inspect.signature(_called(value)).parameters.values())
    except MemoryError:
        raise  # it is loaded once more
    except Exception:  # a signature may be made by the submission
        return True
    if any(one.kind is one.VAR_POSITIONAL for one in found):
        return True
    positional = [one for one in found if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    rest = [one for one in found[len(wanted) :] if one.kind is not one.VAR_KEYWORD]
    return [one.name for one in positional[: len(wanted)]] == list(wanted) and all(
        one.default is not one.empty for one in rest
    )


def _called(value: Any) -> Callable[..., Any]:
    """What a call of a value comes to: of a torch module its `forward`."""
    forward = getattr(value, "forward", None)
    return forward if callable(forward) and not isinstance(value, type) else value  # type: ignore[no-any-return]


def kind(value: Any) -> Literal["function", "class", "value"]:
    """What a name of the top level holds."""
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return "function"
    return "class" if isinstance(value, type) else "value"


def _type_of(value: Any) -> str:
    return text(str(type(value).__name__)[:_SHOWN])


# ── statements ───────────────────────────────────────────────────────────────────────────────────────────


def same_level(statement: ast.stmt) -> Iterator[ast.stmt]:
    """A statement and those in it that bind names of the same level: not what is in functions and classes."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.stmt):
            yield node
        if isinstance(node, (*_COMPOUND, ast.ExceptHandler)):
            waiting += [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr)]


def names_bound(node: ast.AST) -> Iterable[str]:
    """The names that a statement itself gives to something, imports left out."""
    if isinstance(node, _DEFINITIONS):
        return [node.name]
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For)):
        targets = [node.target]
    elif isinstance(node, ast.With):
        targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
    return [
        part.id
        for target in targets
        for part in ast.walk(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    ]


def names_imported(node: ast.AST) -> list[str]:
    """The names that an import makes."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return []
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def mentions(node: ast.AST | None) -> list[str]:
    """Names that a definition reads from outside of itself and that are no builtins."""
    if node is None:
        return []
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - _own_names(node)
    return sorted(name for name in names if not hasattr(builtins, name))[:200]


def _own_names(node: ast.AST) -> set[str]:
    """The parameters of a function, and what it gives a value to."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return set()
    parts = list(ast.walk(node))
    given = {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
    stored = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    declared = {name for part in parts if isinstance(part, (ast.Global, ast.Nonlocal)) for name in part.names}
    return (given | stored) - declared
