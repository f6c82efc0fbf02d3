"""What an instructor's code binds, uses and changes, told from its text alone: nothing runs here."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator, Sequence

from grader.submission import magics

# What marks a solution's region in nbgrader, unless its settings say otherwise.
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_NAMED = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
)  # fmt: skip
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Functions of numpy and torch that give the same for the same arguments.
_MAKERS = {
    "arange", "array", "asarray", "exp", "eye", "full", "linspace", "log", "ones", "sqrt", "tensor", "zeros",
    # of pandas, of files that were released, and of the standard library
    "DataFrame", "Series", "Timestamp", "Timedelta", "date_range", "to_datetime", "read_csv", "loadtxt",
    "genfromtxt", "date", "datetime", "timedelta", "Fraction", "Decimal", "Path",
}  # fmt: skip
# Built in, likewise.
_CALM = {
    "abs", "bool", "bytes", "complex", "dict", "enumerate", "float", "frozenset", "int", "len", "list", "max",
    "min", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
}  # fmt: skip
_SHOWING = {"print", "display"}


def parsed(text: str) -> list[ast.stmt]:
    """The statements of a cell, without what only Jupyter understands. Raises SyntaxError."""
    plain, _ = magics.neutralise(text, "cell", notebook=True)
    try:
        return ast.parse(plain).body
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error)) from None


def divided(text: str, marks: tuple[str, str] = (BEGIN, END)) -> tuple[str, str]:
    """A cell with an answer as what the instructor gave in it and what students write.

    Without marks of a solution all of it is the student's, and so is what does not parse.

    marks: of a solution's begin and end; whole lines that hold them count.
    """
    try:
        parts = apart(text, marks)
    except SyntaxError:
        return "", text
    given, asked = ([part for part, is_given in parts if is_given is wanted] for wanted in (True, False))
    return _unparsed(given), _unparsed(asked)


def apart(text: str, marks: tuple[str, str]) -> list[tuple[ast.stmt, bool]]:
    """The statements of a cell with an answer, each with whether the instructor gave it.

    Raises SyntaxError.
    """
    plain, _ = magics.neutralise(text, "cell", notebook=True)
    regions = list(_regions(plain.split("\n"), *marks))
    return [(part, bool(regions) and not _meets(part, regions)) for part in parsed(plain)]


def _regions(lines: Sequence[str], opens: str, closes: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for number, line in enumerate(lines, 1):
        if opens in line:
            begin = number
        elif closes in line and begin:
            yield begin, number
            begin = 0
    if begin:
        yield begin, len(lines)


def _meets(part: ast.stmt, regions: Sequence[tuple[int, int]]) -> bool:
    last = part.end_lineno or part.lineno
    return any(part.lineno <= end and begin <= last for begin, end in regions)


def _unparsed(parts: Sequence[ast.stmt]) -> str:
    return "\n".join(map(ast.unparse, parts))


def is_definition(part: ast.stmt) -> bool:
    """An import, a function or a class."""
    return isinstance(part, _DEFINITIONS)


def is_import(part: ast.AST) -> bool:
    """Whether it binds modules or what is in them."""
    return isinstance(part, (ast.Import, ast.ImportFrom))


def is_plain(part: ast.stmt, known: Collection[str]) -> bool:
    """An assignment of literals, or of what arithmetic and a few of torch's functions make of them.

    known: names that may stand in it.
    """
    if not isinstance(part, (ast.Assign, ast.AnnAssign)) or part.value is None:
        return False
    targets = part.targets if isinstance(part, ast.Assign) else [part.target]
    if not all(_is_name(target) for target in targets):
        return False
    own = {node.id for node in ast.walk(part.value) if isinstance(node, ast.Name) and not _is_read(node)}
    return all(_is_calm(node, {*known, *own}) for node in ast.walk(part.value))


def _is_name(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(map(_is_name, target.elts))
    return isinstance(target, ast.Name)


def _is_calm(node: ast.AST, known: Collection[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in known or node.id in _CALM
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id in (_MAKERS if node.func.id in known else _CALM)
        return isinstance(node.func, ast.Attribute) and node.func.attr in _MAKERS
    return not isinstance(
        node, (ast.GeneratorExp, ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    )


def bound(parts: Sequence[ast.AST]) -> set[str]:
    """Names that code binds or deletes outside of its functions and classes."""
    found: set[str] = set()
    waiting = list(parts)
    while waiting:
        node = waiting.pop()
        found.update(_binds(node))
        if isinstance(node, _COMPREHENSIONS):
            # Its targets are its own; `:=` in it binds around it.
            found.update(one.target.id for one in ast.walk(node) if isinstance(one, ast.NamedExpr))
        elif isinstance(node, _SCOPES):
            found.update(name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names)
        else:
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((one.asname or one.name).partition(".")[0] for one in node.names)
    elif isinstance(node, _NAMED):
        yield from filter(None, [node.name])
    elif isinstance(node, ast.MatchMapping):
        yield from filter(None, [node.rest])


def loaded(part: ast.AST) -> set[str]:
    """Names that code reads, also in its functions."""
    names = {node.id for node in ast.walk(part) if isinstance(node, ast.Name) and _is_read(node)}
    if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
        names.add(part.target.id)
    return names


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def changed(part: ast.stmt, asked: Collection[str]) -> set[str]:
    """Names that a statement binds, or whose objects the instructor's own code in it may change.

    asked: the student's functions, which are not the instructor's code.
    """
    names = bound([part])
    for node in ast.walk(part):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            names |= root(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            names |= _changed_by_call(node.value, asked)
    return names


def _changed_by_call(call: ast.Call, asked: Collection[str]) -> set[str]:
    """`xs.append(3)`, `fill(xs)`; what a module's function is given stays as it is, most likely."""
    if not isinstance(call.func, ast.Name):
        return root(call.func)
    name = call.func.id
    harmless = name in _SHOWING or name in asked or hasattr(builtins, name)
    return set() if harmless else _arguments(call)


def changed_in_place(texts: Sequence[str]) -> set[str]:
    """Names whose objects some code changes at its top level, and that it does not bind."""
    parts = []
    for text in texts:
        try:
            parts += [part for part in parsed(text) if not isinstance(part, _DEFINITIONS)]
        except SyntaxError:
            continue
    return {name for part in parts for name in changed(part, ())} - bound(parts)


def imported(text: str) -> set[str]:
    """Names that the imports of a text bind."""
    try:
        nodes = [node for part in parsed(text) for node in ast.walk(part)]
    except SyntaxError:
        return set()
    return bound([node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))])


def read_in_functions(texts: Sequence[str]) -> set[str]:
    """Names that are read in functions and classes of some code, and that may be global ones."""
    found: set[str] = set()
    for text in texts:
        try:
            nodes = [node for part in parsed(text) for node in ast.walk(part)]
        except SyntaxError:
            continue
        found |= {name for node in nodes if isinstance(node, _SCOPES) for name in loaded(node)}
    return found


def _handed_over(part: ast.stmt, asked: Collection[str]) -> set[str]:
    """Names that a statement hands to functions of the student's, which may change what they hold."""
    names: set[str] = set()
    for node in ast.walk(part):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in asked:
            names |= _arguments(node)
    return names


def _arguments(call: ast.Call) -> set[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {value.id for value in values if isinstance(value, ast.Name)}


def root(node: ast.AST) -> set[str]:
    """The name at the beginning of `a.b[0].c`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def made_of(part: ast.stmt, live: Collection[str]) -> set[str]:
    """Names that a statement makes or changes out of others: `live`, and what it makes of them itself."""
    made: set[str] = set()
    leaves = [node for node in ast.walk(part) if isinstance(node, (*_ASSIGNMENTS, ast.Expr))]
    while True:
        known = {*live, *made}
        found = {name for leaf in leaves if _is_made_of(leaf, known) for name in changed(leaf, live)}
        if found <= made:
            return made
        made |= found


def _is_made_of(leaf: ast.stmt, live: set[str]) -> bool:
    """Of `TOL, y = 1e-6, f(3)` it cannot be told which is which."""
    value = leaf.value if isinstance(leaf, (*_ASSIGNMENTS, ast.Expr)) else None
    return not isinstance(value, (ast.Tuple, ast.List)) and bool(loaded(leaf) & live)


def free(parts: Sequence[ast.stmt]) -> set[str]:
    """Names that a cell reads before it binds them itself, as far as that can be told."""
    names: set[str] = set()
    made: set[str] = set()
    for part in parts:
        names |= loaded(part) - made - _own(part)
        made |= bound([part])
    return names


def _own(part: ast.stmt) -> set[str]:
    """What a statement binds before it can read it: parameters, targets of loops."""
    names: set[str] = set()
    for node in ast.walk(part):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.For, ast.comprehension)):
            names |= bound([node.target])
    if isinstance(part, _DEFINITIONS):
        names |= bound([part])
    return names


def lead_in(
    earlier: Sequence[ast.stmt], cell: Sequence[ast.stmt], asked: Collection[str]
) -> tuple[list[ast.stmt], bool]:
    """Of earlier statements those that make the names that a cell needs, and whether these are all.

    Only lines that bind or change something are taken: an assert is not, nor is a loop.
    """
    chosen: list[ast.stmt] = []
    wanted, whole = free(cell), True
    imported = bound([part for part in earlier if isinstance(part, (ast.Import, ast.ImportFrom))])
    for part in reversed(earlier):
        touched = changed(part, asked) | _handed_over(part, asked)
        if wanted & (bound([part]) | touched - imported):
            if isinstance(part, (*_DEFINITIONS, *_ASSIGNMENTS, ast.Expr)):
                chosen.append(part)
                wanted |= loaded(part)
            else:
                whole = False
    return chosen[::-1], whole
