"""The changes that tests must notice: each takes from a copy of the checkout what tests are there for."""

from __future__ import annotations

import ast
from collections.abc import Iterable
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
class Change:
    """One thing taken away, in one or more places at once."""

    name: str
    says: str
    places: tuple[Place, ...]


_EXPECTATIONS = "grader/testing/expectations.py"
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
    ),
    Change(
        "comparison",
        "comparisons say yes",
        (
            Place("grader/compare.py", "difference", "return None"),
            Place("grader/compare.py", "likeness", "return None"),
        ),
    ),
    Change(
        "expectation",
        "expectations accept whatever came",
        (Place(_EXPECTATIONS, "expect", _ACCEPT),),
    ),
    Change(
        "audience",
        "a student's view hides nothing",
        (
            Place("grader/audience.py", "view", "return report"),
            Place("grader/audience.py", "for_student", "return report"),
        ),
    ),
)


def rewrite(root: Path, places: Iterable[tuple[str, Place]], *, change: bool) -> None:
    """Have each function note that it is gone through; with `change`, do that instead of its work.

    places: each with the name of its change.

    Raises:
        ChangeError: there is no such function.
    """
    for name, place in places:
        path = root / place.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        tree = ast.parse(text)
        function = _find(tree, place.function)
        if function is None:
            raise ChangeError(
                f"{place.file} has no function `{place.function}`, which the change {name!r} is about: "
                "say in scripts/test_tests/changes.py where it is now"
            )
        noted = ast.parse(f'__import__("passed_through").note({name!r})').body
        body = ast.parse(_as_body(place.instead)).body[0]
        assert isinstance(body, ast.FunctionDef)
        function.body = noted + (body.body if change else function.body)
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
