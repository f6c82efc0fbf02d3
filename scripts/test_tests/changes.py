"""The changes that tests must notice: each takes from a copy of the checkout what tests are there for."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


class ChangeError(Exception):
    """The checkout no longer has what a change is about: the change must move with it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A function of the grader, and what it is to do in a changed copy."""

    file: str
    # Of a method with its class: "Demand.that".
    function: str
    # Stands in place of the body; names are the function's own.
    instead: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Where, on an unchanged copy, it can be told that a change would make a difference."""

    file: str
    function: str
    # A lambda of what the function returns or raises, then of what it is given.
    differs: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing taken away, in one or more places at once."""

    name: str
    says: str
    places: tuple[Place, ...]
    watched: tuple[Watch, ...]


# Any demand is met, by whatever came; a fault stays one.
_ACCEPT = """
class Accepts(Expectation):
    def __getattribute__(self, name):
        return (lambda *_, **__: 0) if name == "dimensions" else lambda *_, **__: self
return Accepts(observation)
"""

CHANGES = (
    Change(
        "grading",
        'grading returns "not graded"',
        (
            Place(
                "grader/grading/grade.py",
                "grade_one",
                'return not_graded(found, grading.settings, [], "nothing is graded")',
            ),
        ),
        (
            Watch(
                "grader/grading/grade.py",
                "grade_one",
                'lambda answer, *_, **__: getattr(answer, "status", "") == "graded"',
            ),
        ),
    ),
    Change(
        "comparison",
        "comparisons say yes",
        (
            Place("grader/compare.py", "difference", "return None"),
            Place("grader/compare.py", "likeness", "return None"),
        ),
        (
            Watch("grader/compare.py", "difference", "lambda answer, *_, **__: answer is not None"),
            Watch("grader/compare.py", "likeness", "lambda answer, *_, **__: answer is not None"),
        ),
    ),
    Change(
        "expectation",
        "expectations accept whatever came",
        (Place("grader/testing/expectations.py", "expect", _ACCEPT),),
        # All that is not met ends there, with an error.
        (Watch("grader/testing/demand.py", "Demand._fail", "lambda *_, **__: True"),),
    ),
    Change(
        "audience",
        "a student's view hides nothing",
        (Place("grader/audience.py", "for_student", "return report"),),
        (Watch("grader/audience.py", "for_student", "lambda answer, report: answer != report"),),
    ),
)


def watch(root: Path) -> None:
    """Have what is watched note the tests that a change would make a difference to.

    Raises:
        ChangeError: there is no such function.
    """
    for change in CHANGES:
        for place in change.watched:
            tree, function = _read(root / place.file, change.name, place)
            decorator = f'__import__("passed_through").watched({change.name!r}, {place.differs})'
            function.decorator_list.insert(0, ast.parse(decorator, mode="eval").body)
            _write(root / place.file, tree)


def rewrite(root: Path, name: str) -> None:
    """Make a change: its functions do that instead of their work.

    Raises:
        ChangeError: there is no such function.
    """
    for change in CHANGES:
        for place in change.places if change.name == name else ():
            tree, function = _read(root / place.file, name, place)
            body = ast.parse(_as_body(place.instead)).body[0]
            assert isinstance(body, ast.FunctionDef)
            function.body = body.body
            _write(root / place.file, tree)


def _read(path: Path, change: str, place: Place | Watch) -> tuple[ast.Module, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    function = _find(tree, place.function)
    if function is None:
        raise ChangeError(
            f"{place.file} has no function `{place.function}`, which the change {change!r} is about: "
            "say in scripts/test_tests/changes.py where it is now"
        )
    return tree, function


def _write(path: Path, tree: ast.Module) -> None:
    path.write_text(ast.unparse(ast.fix_missing_locations(tree)) + "\n", encoding="utf-8")


def _as_body(text: str) -> str:
    return "def f():\n" + "\n".join(f"    {line}" for line in text.strip().splitlines())


def _find(tree: ast.Module, dotted: str) -> ast.FunctionDef | None:
    around: list[ast.stmt] = tree.body
    *classes, name = dotted.split(".")
    for holder in classes:
        found = [node for node in around if isinstance(node, ast.ClassDef) and node.name == holder]
        around = found[0].body if found else []
    functions = [node for node in around if isinstance(node, ast.FunctionDef) and node.name == name]
    return functions[0] if functions else None
