"""Exercises and automated grading for the mechanics of learning with PyTorch.

In a notebook: `import grader`, then `grader.check("dloss_fn")`.
"""

from __future__ import annotations

__version__ = "0.1.0"


def check(
    function: str | None = None, *, assignment: str | None = None, course: str = ".", lang: str | None = None
) -> object:
    """Check a function as this notebook defines it now, or all that it defines; shows what came of it.

    function: "dloss_fn", "autograd.update", or none. assignment: where the name is in several and the
    notebook's own name does not tell. course: the folder of the course or kit, or one inside it.
    lang: the language, such as "zh-TW"; else GRADER_LANG, else the course's.
    """
    # By name: this module is imported beside students' code and by everything else, and stays light.
    from importlib import import_module

    shown: object = import_module("grader.student.notebook").check(
        function, assignment=assignment, course=course, lang=lang
    )
    return shown
