"""`grader demo`: a course of one function and a class of four, for people who want to see a report first.

    solutions/ autograde_tests/ exercises/ course.toml     a course like any other
    submissions/                                           right, a known mistake, without end, an attack

It needs none of the packages for authors: exercises/ holds the script; `grader release` adds the notebook.
"""

from __future__ import annotations

from pathlib import Path

from grader.authoring.pages import page
from grader.authoring.scaffold import demand_new
from grader.course.solution_regions import stub
from grader.output_files import write_text

ASSIGNMENT = "loss"
FUNCTION = "mse"
STUDENTS = ("ada", "ben", "chen", "dora")
# By file, the template that it is made of.
_COURSE = {
    "README.md": "README.md.j2",
    "course.toml": "course.toml.j2",
    f"solutions/{ASSIGNMENT}.py": "solution.py.j2",
    f"solutions/misconceptions/{ASSIGNMENT}/{FUNCTION}.py": "misconceptions.py.j2",
    "solutions/equivalent_mutants.toml": "equivalent_mutants.toml.j2",
    f"solutions/hints/{ASSIGNMENT}.md": "hints.md.j2",
    f"autograde_tests/test_{ASSIGNMENT}.py": "checks.py.j2",
    f"exercises/hints/{ASSIGNMENT}.md": "hints.md.j2",
}
_CLASS = {f"submissions/{name}/{ASSIGNMENT}.py": f"{name}.py.j2" for name in STUDENTS}


def write_demo(folder: Path) -> Path:
    """Write the course and the class into a new folder; returns the folder of the class.

    Raises:
        UsageError: there is something in the folder already, or it cannot be written.
    """
    demand_new(folder)
    for name, template in (_COURSE | _CLASS).items():
        write_text(folder / name, page(f"demo/{template}", function=FUNCTION))
    script = f"{ASSIGNMENT}.py"
    write_text(folder / "exercises" / script, stub(page("demo/solution.py.j2"), script))
    return folder / "submissions"
