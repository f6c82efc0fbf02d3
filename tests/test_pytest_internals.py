"""pytest's private names: in one module, and still pytest's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import _pytest.config
import pytest
from helpers.grading import ROOT

from grader.grading import pytest_internals

MODULES = sorted((ROOT / "grader").rglob("*.py"))
THE_MODULE = ROOT / "grader" / "grading" / "pytest_internals.py"


def private_names(source: str, others: frozenset[str] = frozenset()) -> set[str]:
    """The underscored names that a module that knows pytest uses of it; `others` are the grader's."""
    tree = ast.parse(source)
    if not any(name.split(".")[0] in ("pytest", "_pytest") for name in imported(tree)):
        return set()
    return {name for name in imported(tree) if name.startswith("_pytest")} | {
        name for name in underscored(tree) if name not in others
    }


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported anywhere in a tree, and those whose import is asked for by a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("_pytest")
        ):
            yield node.value


def underscored(tree: ast.AST) -> Iterator[str]:
    """Attributes with an underscore, of anything but `self` and `cls`, and those that getattr is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_own(node.value):
            yield node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("getattr", "setattr", "hasattr"):
            given = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield from (name for name in given if isinstance(name, str) and is_private(name))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def is_own(receiver: ast.expr) -> bool:
    return isinstance(receiver, ast.Name) and receiver.id in ("self", "cls")


def defined(path: Path) -> Iterator[str]:
    """The underscored names that a module of the grader gives to what is its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_own(node.value):
            yield node.attr


@cache
def own() -> frozenset[str]:
    """Those of all modules: not when tests are collected, which every process does."""
    return frozenset(name for path in MODULES for name in defined(path))


def test_one_module_alone_uses_private_names_of_pytest() -> None:
    """What pytest may change without notice stands in one place."""
    found = {path: private_names(path.read_text(encoding="utf-8"), own()) for path in MODULES}
    assert {path for path, names in found.items() if names} == {THE_MODULE}, found
    assert found[THE_MODULE] == {"_pytest.runner", "_fixtureinfo"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("item._request", "_request"),
        ("from _pytest.runner import runtestprotocol", "_pytest.runner"),
        ("import _pytest.config as config", "_pytest.config"),
        ("importlib.import_module('_pytest.nodes')", "_pytest.nodes"),
        ("getattr(session, '_setupstate')", "_setupstate"),
        ("session.config._inicache['x'] = 1", "_inicache"),
    ],
)
def test_each_way_to_use_one_is_seen(line: str, name: str) -> None:
    """So that the test above can fail."""
    assert private_names(f"import pytest\n{line}", own()) == {name}


def test_what_a_warm_session_does_without_are_plugins_of_pytest() -> None:
    """pytest says nothing of `-p no:NAME` where no plugin has that name: a renamed one would come back."""
    assert len(pytest_internals.NEEDLESS_PLUGINS) > 10
    assert set(pytest_internals.NEEDLESS_PLUGINS) <= set(_pytest.config.builtin_plugins)
