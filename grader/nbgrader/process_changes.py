"""Whether a grade cell changes its process in a way that is not carried to the student's: its text says."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from grader.nbgrader import lines

# By these names cells change settings of their process.
_SETTINGS = frozenset((
    "MonkeyPatch", "catch_warnings", "delattr", "errstate", "filterwarnings", "globals", "monkeypatch",
    "option_context", "printoptions", "rc_context", "rcParams", "seterr", "set_option", "set_printoptions",
    "setattr", "setlocale", "setprofile", "setrecursionlimit", "settrace", "simplefilter", "vars", "warns",
))  # fmt: skip
# Attributes of modules that are carried.
_CARRIED = frozenset(("stdin", "stdout", "stderr", "environ"))
# By these a cell asks whether there are files: its own folder is not that of the student's code.
_LOOKS = frozenset((
    "exists", "getsize", "glob", "iglob", "is_dir", "is_file", "isdir", "isfile", "iterdir", "listdir",
    "rglob", "scandir", "walk",
))  # fmt: skip
# Methods that change files, and functions of modules that do.
_METHODS = frozenset((
    "mkdir", "rmdir", "savefig", "to_csv", "to_excel", "to_parquet", "touch", "unlink", "write_bytes",
    "write_text",
))  # fmt: skip
_FUNCTIONS = frozenset((
    "chdir", "copy", "copy2", "copyfile", "copytree", "dump", "makedirs", "mkdtemp", "mkstemp", "move",
    "remove", "removedirs", "rename", "replace", "rmtree", "save", "savetxt", "savez", "symlink",
    "NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile",
))  # fmt: skip


def changes_process(body: Sequence[ast.stmt], names: Mapping[str, Any]) -> bool:
    """Whether a cell may change settings or files, or looks for some. names: what it knows."""
    modules = lines.bound([part for one in body for part in ast.walk(one) if lines.is_import(part)])
    modules |= {name for name, value in names.items() if isinstance(value, ModuleType)}
    return any(
        _is_setting(node, modules) or _is_of_file(node, modules) for part in body for node in ast.walk(part)
    )


@contextmanager
def modules_as_before(body: Sequence[ast.stmt], names: Mapping[str, Any]) -> Iterator[None]:
    """What the cell puts into modules in the place of something (`math.sqrt = None`) is there no longer."""
    found = [value for value in names.values() if isinstance(value, ModuleType)]
    imports = [part for one in body for part in ast.walk(one) if isinstance(part, ast.Import)]
    found += [sys.modules[one.name] for part in imports for one in part.names if one.name in sys.modules]
    held = {id(module): (module, dict(vars(module))) for module in (*found, builtins)}
    try:
        yield
    finally:
        for module, before in held.values():
            now = vars(module)
            now.update({name: value for name, value in before.items() if now.get(name, held) is not value})


def _is_setting(node: ast.AST, modules: Collection[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in _SETTINGS
    if isinstance(node, ast.Attribute) and node.attr in _SETTINGS:
        return True
    if not isinstance(node, (ast.Attribute, ast.Subscript)) or isinstance(node.ctx, ast.Load):
        return False
    attributes = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    return bool(lines.root(node) & {*modules}) and not _CARRIED & attributes


def _is_of_file(node: ast.AST, modules: Collection[str]) -> bool:
    """`os.remove(x)`, `open(x, "w")`, `frame.to_csv(x)`, `path.exists()`."""
    if isinstance(node, ast.Attribute) and node.attr in _LOOKS:
        # A walk through the nodes of a program is one through no files.
        return not (isinstance(node.value, ast.Name) and node.value.id == "ast")
    if isinstance(node, ast.Attribute):
        of_module = isinstance(node.value, ast.Name) and node.value.id in modules
        return node.attr in _METHODS or (of_module and node.attr in _FUNCTIONS)
    if isinstance(node, ast.Name):
        return node.id in (_FUNCTIONS | _LOOKS) & {*modules}
    return isinstance(node, ast.Call) and _is_open(node.func) and _writes(node)


def _is_open(function: ast.expr) -> bool:
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name == "open"


def _writes(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return any(mode and set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes)
