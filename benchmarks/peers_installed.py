"""The peers' job done by others, those that are installed here: milliseconds a submission, one worker.

Each gets the same functions, the same calls and, where it has no comparison of its own, torch.allclose.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOLUTION = ROOT / "benchmarks" / "peers" / "course" / "solutions" / "thermometer.py"

# Calls of the right answers' module: 25 assertions, as an instructor would write them below each function.
CALLS: dict[str, list[str]] = {
    "model": ["t_u, one, zero", "t_un, 2.5 * one, -one"],
    "loss_fn": ["t_u, t_c", "t_c, t_c"],
    "dloss_fn": ["t_u, t_c", "t_u[:4], t_c[:4]"],
    "dmodel_dw": ["t_u, 3 * one, 2 * one", "t_un[:4], zero, one"],
    "dmodel_db": ["t_u, 3 * one, 2 * one", "t_un[:4], zero, 5 * one"],
    "grad_fn": ["t_u, t_c, t_u, one, zero", "t_un, t_c, 2 * t_un - 1, 2 * one, -one"],
    "training_loop": [
        "100, 1e-2, begin(), t_un, t_c",
        "500, 1e-2, begin(), t_un, t_c",
        "1, 1e-4, begin(), t_u, t_c",
    ],
    "training_loop_autograd": ["100, 1e-2, leaf(), t_un, t_c", "500, 1e-2, leaf(), t_un, t_c"],
    "training_loop_optim": [
        "200, *steps('SGD', 1e-2), t_un, t_c",
        "500, *steps('SGD', 1e-2), t_un, t_c",
        "300, *steps('Adam', 1e-1), t_u, t_c",
    ],
    "model_quad": ["t_un, one, 2 * one, -3 * one", "t_u, zero, one, zero"],
}
SHAPES = {
    "model": ("t_u[:3], one, zero", (3,)),
    "loss_fn": ("t_u, t_c", ()),
    "grad_fn": ("t_u, t_c, t_u, one, zero", (2,)),
}


def asserts(name: str, called: str) -> list[str]:
    """What is asserted of a function, called by this name."""
    alike = [f"assert alike({called}({call}), right.{name}({call}))" for call in CALLS[name]]
    if name in SHAPES:
        call, shape = SHAPES[name]
        alike.append(f"assert {called}({call}).shape == {shape}")
    return alike


SETUP = """\
import importlib.util
import torch

def _load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

right = _load("right", {right!r})
t_c, t_u, t_un = right.t_c, right.t_u, right.t_un
one, zero = torch.ones(()), torch.zeros(())

def begin():
    return torch.tensor([1.0, 0.0])

def leaf():
    return begin().requires_grad_()

def steps(kind, lr):
    params = leaf()
    return getattr(torch.optim, kind)([params], lr=lr), params

def alike(one, other):
    one, other = torch.as_tensor(one).float(), torch.as_tensor(other).float()
    return torch.allclose(one, other.expand_as(one) if one.dim() else other.mean(), rtol=1e-4)
"""


def fresh_pytest(classroom: Path) -> float:
    """Plain asserts under a fresh `python -m pytest` for each submission."""
    folder = classroom.parent / "pytest"
    folder.mkdir()
    checks = [SETUP.format(right=str(SOLUTION)), 'work = _load("work", __import__("os").environ["WORK"])']
    for name in CALLS:
        for number, line in enumerate(asserts(name, f"work.{name}")):
            checks.append(f"def test_{name}_{number}():\n    {line}\n")
    (folder / "test_all.py").write_text("\n".join(checks), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_all.py"]
    return each(classroom, lambda work: run(command, folder, {"WORK": str(work)}))


def nbgrader(classroom: Path) -> float | None:
    """`nbgrader autograde` with its own kernel: 25 assertions in ten grade cells."""
    if importlib.util.find_spec("nbgrader") is None:
        return None
    course = classroom.parent / "nbgrader"
    _nbgrader_course(course, sorted(classroom.glob("*/*.py")))
    bin_folder = Path(sys.executable).parent
    run([str(bin_folder / "nbgrader"), "generate_assignment", "thermometer"], course, codes=(0,))
    began = time.perf_counter()
    run([str(bin_folder / "nbgrader"), "autograde", "thermometer"], course, codes=(0,))
    return 1000 * (time.perf_counter() - began) / len(list(classroom.glob("*/*.py")))


def _nbgrader_course(course: Path, submissions: list[Path]) -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    course.mkdir()
    (course / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(course)!r}\nc.CourseDirectory.course_id = 'peers'\n"
        "c.ClearSolutions.enforce_metadata = False\n",
        encoding="utf-8",
    )

    def notebook(text: str) -> object:
        cells = [new_code_cell(text, metadata={"nbgrader": _cell("work", solution=True)})]
        setup = SETUP.format(right=str(SOLUTION))
        for name in CALLS:
            lines = asserts(name, name)
            code = "\n".join([setup if name == "model" else "", *lines])
            cells.append(new_code_cell(code, metadata={"nbgrader": _cell(name, points=len(lines))}))
        return new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        )

    for folder, text in [
        (course / "source", SOLUTION.read_text(encoding="utf-8")),
        *(
            (course / "submitted" / path.parent.name, path.read_text(encoding="utf-8"))
            for path in submissions
        ),
    ]:
        path = folder / "thermometer" / "thermometer.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook(text), path)


def _cell(name: str, *, solution: bool = False, points: int = 0) -> dict[str, object]:
    kind = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    return {"schema_version": 3, "grade_id": name, "cell_type": "code", "points": points, **kind}


def each(classroom: Path, grade: Callable[[Path], None]) -> float:
    """Milliseconds a submission of a class."""
    works = sorted(classroom.glob("*/*.py"))
    began = time.perf_counter()
    for work in works:
        grade(work)
    return 1000 * (time.perf_counter() - began) / len(works)


def run(
    command: list[str],
    folder: Path,
    environment: dict[str, str] | None = None,
    codes: tuple[int, ...] = (0, 1),
) -> None:
    # nbgrader calls programs beside it by name.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    more = {"PATH": path, **(environment or {})}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False
    )
    if done.returncode not in codes:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}"
        )


# Others (otter-grader, check50, torch-judge) want other versions of what is installed here.
PEERS: dict[str, Callable[[Path], float | None]] = {
    "fresh pytest, plain asserts": fresh_pytest,
    "nbgrader autograde": nbgrader,
}
