"""The checks that students may have: without hidden ones, and without whatever serves hidden ones alone.

Modules of autograde_tests/ are cut to their visible part: top-level statements are the nodes of a graph, and
what can be reached from a hidden check and from nothing else goes with it, be it a helper, a table of inputs
or one name of an import. Comments above a statement go and stay with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from grader.errors import CourseError
from grader.words.messages import Code, InFile, say


@dataclass(frozen=True, eq=False, slots=True)
class _Unit:
    """One statement of a module's top level, or one name of an import."""

    module: str
    # Which statement, and which of its imported names (-1 for the whole statement).
    place: tuple[int, int]
    names: frozenset[str]
    mentions: frozenset[str]
    # For an import of a sibling: its name, and the name taken from it ("" for the whole module).
    source: tuple[str, str] | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """What remains, and what may be found nowhere in a kit."""

    # By module name; without modules whose checks are all hidden.
    texts: dict[str, str]
    # Names of hidden checks that no visible check has, too.
    names: frozenset[str]
    # Sentences of hidden checks that no visible one says, too: titles, and what stands in place of values.
    words: frozenset[str]


def visible(modules: Mapping[str, str]) -> Cut:
    """Cut modules (name → text) to their visible part.

    Raises:
        CourseError: a module does not parse, or something visible needs a hidden check.
    """
    trees = {name: _parse(name, text) for name, text in modules.items()}
    graph = _Graph([unit for name, tree in trees.items() for unit in _units(name, tree)])
    hidden = [unit for unit in graph.units if unit.hidden]
    behind = graph.reach(hidden)
    kept = graph.reach([unit for unit in graph.units if _stays(unit) or unit not in behind])
    _refuse_needed(kept, hidden)
    emptied = {unit.module for unit in hidden} - {unit.module for unit in kept if _stays(unit)}
    return Cut(
        texts={
            name: _without(tree, name, behind - kept).code
            for name, tree in trees.items()
            if name not in emptied
        },
        names=frozenset(_names(hidden) - _names(kept)),
        words=frozenset(_words(trees, hidden) - _words(trees, kept)),
    )


def _stays(unit: _Unit) -> bool:
    """Whether it is a visible check: pytest runs it, whoever mentions it."""
    return not unit.hidden and any(name.lower().startswith("test") for name in unit.names)


def _parse(name: str, text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        place = InFile(f"autograde_tests/{name}.py", line=error.raw_line)
        raise CourseError(say("{place} is not valid Python.", place=place)) from None


def _refuse_needed(kept: set[_Unit], hidden: Sequence[_Unit]) -> None:
    for unit in hidden:
        if unit in kept:
            raise CourseError(
                say(
                    "A visible check in {file} needs {hidden}, which is hidden. A kit has no hidden checks. "
                    "Make it need a visible check.",
                    file=InFile(f"autograde_tests/{unit.module}.py"),
                    hidden=Code(min(unit.names)),
                )
            )


# ── the graph ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Graph:
    units: list[_Unit]
    # module → name → the units that define it there
    defined: dict[str, dict[str, list[_Unit]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.units:
            names = self.defined.setdefault(unit.module, {})
            for name in unit.names:
                names.setdefault(name, []).append(unit)

    def reach(self, start: Sequence[_Unit]) -> set[_Unit]:
        """These and all that they lead to."""
        found = set(start)
        waiting = list(start)
        while waiting:
            for unit in self._next(waiting.pop()):
                if unit not in found:
                    found.add(unit)
                    waiting.append(unit)
        return found

    def _next(self, unit: _Unit) -> Iterator[_Unit]:
        if unit.source and unit.source[1]:
            yield from self.defined.get(unit.source[0], {}).get(unit.source[1], [])
        # A whole module is imported by somebody here: what is mentioned may be an attribute of it.
        whole = [u.source[0] for u in self.units if u.module == unit.module and u.source and not u.source[1]]
        for module in (unit.module, *whole, "conftest"):
            for name in unit.mentions:
                yield from self.defined.get(module, {}).get(name, [])


def _units(module: str, tree: cst.Module) -> Iterator[_Unit]:
    for index, statement in enumerate(tree.body):
        imports = _imported(statement)
        if imports is not None:
            for at, (names, source) in enumerate(imports):
                yield _Unit(module, (index, at), names, frozenset(), source)
            continue
        yield _Unit(
            module,
            (index, -1),
            frozenset(_defines(statement)),
            frozenset(_mentions(statement)),
            hidden=_is_hidden(statement),
        )


_Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
_Import = tuple[frozenset[str], tuple[str, str] | None]


def _imported(statement: _Statement) -> list[_Import] | None:
    """The names of an import statement and where each is from; None for any other statement."""
    line = _import_line(statement)
    if isinstance(line, cst.Import):
        return [(_bound(alias), (_dotted(alias.name), "")) for alias in line.names]
    if isinstance(line, cst.ImportFrom) and not isinstance(line.names, cst.ImportStar):
        source = _dotted(line.module) if line.module else ""
        return [(_bound(alias), (source, _dotted(alias.name))) for alias in line.names]
    return None


def _import_line(statement: _Statement) -> cst.Import | cst.ImportFrom | None:
    alone = isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1
    line = statement.body[0] if alone else None  # type: ignore[index]  # a sequence of statements, then
    return line if isinstance(line, cst.Import | cst.ImportFrom) else None


def _bound(alias: cst.ImportAlias) -> frozenset[str]:
    return frozenset({alias.evaluated_alias or alias.evaluated_name.partition(".")[0]})


def _dotted(node: cst.BaseExpression) -> str:
    return cst.helpers.get_full_name_for_node(node) or ""


def _defines(statement: _Statement) -> Iterator[str]:
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        yield statement.name.value
    elif isinstance(statement, cst.SimpleStatementLine):
        for line in statement.body:
            targets = [target.target for target in line.targets] if isinstance(line, cst.Assign) else []
            targets += [line.target] if isinstance(line, cst.AnnAssign) else []
            for target in targets:
                yield from _mentions(target)


def _mentions(node: cst.CSTNode) -> list[str]:
    """Every name within."""
    found = _Found()
    node.visit(found)
    return found.names


class _Found(cst.CSTVisitor):
    """Notes names and strings."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.strings: list[str] = []

    def visit_Name(self, node: cst.Name) -> None:
        self.names.append(node.value)

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        self._note(node.evaluated_value)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> None:
        self._note(node.evaluated_value)

    def _note(self, value: str | bytes | None) -> None:
        if isinstance(value, str):
            self.strings.append(value)


def _is_hidden(statement: _Statement) -> bool:
    """Whether it is a function under `@check(..., hidden=...)`."""
    return isinstance(statement, cst.FunctionDef) and any(
        _hides(argument)
        for decorator in statement.decorators
        if isinstance(decorator.decorator, cst.Call) and _is_check(decorator.decorator.func)
        for argument in decorator.decorator.args
    )


def _is_check(function: cst.BaseExpression) -> bool:
    name = function.attr if isinstance(function, cst.Attribute) else function
    return isinstance(name, cst.Name) and name.value == "check"


def _hides(argument: cst.Arg) -> bool:
    """`hidden=` with anything but None."""
    shown = isinstance(argument.value, cst.Name) and argument.value.value == "None"
    return argument.keyword is not None and argument.keyword.value == "hidden" and not shown


def _names(units: Iterable[_Unit]) -> set[str]:
    return {name for unit in units for name in unit.names}


def _words(trees: Mapping[str, cst.Module], units: Iterable[_Unit]) -> set[str]:
    """The sentences in statements: strings that no name could be."""
    places = {(unit.module, unit.place[0]) for unit in units}
    return {words for module, place in places for words in _sentences(trees[module].body[place])}


def _sentences(statement: cst.CSTNode) -> Iterator[str]:
    found = _Found()
    statement.visit(found)
    yield from (text.strip() for text in found.strings if " " in text.strip())


# ── cutting ──────────────────────────────────────────────────────────────────────────────────────────────


def _without(tree: cst.Module, module: str, dropped: set[_Unit]) -> cst.Module:
    """The module less these units."""
    gone = {unit.place for unit in dropped if unit.module == module}
    kept = [_kept(statement, index, gone) for index, statement in enumerate(tree.body)]
    # Comments below the last statement go with it.
    footer = () if kept and kept[-1] is None else tree.footer
    return tree.with_changes(body=[statement for statement in kept if statement is not None], footer=footer)


def _kept(statement: _Statement, index: int, gone: set[tuple[int, int]]) -> _Statement | None:
    if (index, -1) in gone:
        return None
    line = _import_line(statement)
    if line is None or isinstance(line.names, cst.ImportStar):
        return statement
    left = [alias for at, alias in enumerate(line.names) if (index, at) not in gone]
    if len(left) in (0, len(line.names)):
        return statement if left else None
    left[-1] = left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return statement.with_changes(body=[line.with_changes(names=left)])
