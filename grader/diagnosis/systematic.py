"""Mistakes that people make in any course, made from a function's signature and the reference's source.

    systematic(solution, "training_loop")       one round too few, two arguments swapped, a copy changed …

Each is a function like a written misconception, of another name, to be run after the solution. It is replayed
where no written misconception fits. What it answers decides, so its words tell what the answers show.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.diagnosis import altered, around, results, within
from grader.diagnosis.mistake import Mistake, Right

# In the order in which they are believed where several give the same answers.
_MADE_BY: tuple[Callable[[Right], Iterator[Mistake]], ...] = (
    around.arguments_swapped,
    within.arguments_swapped_once,
    around.results_in_another_order,
    around.variables_of_the_file,
    within.rounds_miscounted,
    around.counts,
    within.limits,
    around.results_without_graph,
    around.results_copied,
    around.copies,
    around.arguments_returned,
    around.optimizers_made_anew,
    within.optimizers_made_anew,
    within.computed_once,
    around.results_changed,
    results.results_by_size,
    altered.arguments_altered,
    around.arguments_ignored,
)


def systematic(solution: str, function: str) -> list[Mistake]:
    """The systematic mistakes of one function, each of its own name; none where it is not defined.

    solution: the text of the reference.
    """
    right = read(solution).get(function)
    if right is None:
        return []
    made = (mistake for maker in _MADE_BY for mistake in maker(right))
    return list({mistake.name: mistake for mistake in reversed(list(made))}.values())[::-1]


def read(solution: str) -> dict[str, Right]:
    """What mistakes are made from, by function."""
    tree = ast.parse(solution)
    named = {
        target.id: node
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    stepped = {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "step" and isinstance(node.value, ast.Name)
    }
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {
        name: Right(
            node=node, variables=tuple(named), functions=frozenset(functions), optimizers=frozenset(stepped)
        )
        for name, node in functions.items()
    }
