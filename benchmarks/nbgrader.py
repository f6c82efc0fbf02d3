"""`nbgrader autograde` with nbgrader's own Execute, beside ours, on the same students' work; and free points.

    python benchmarks/nbgrader.py [--submissions 20] [--attacks] [--classes 1 5 50] [--folder DIR]

In one run, one after the other, each in a fresh process and on a course of its own:

    stock      nbgrader as it comes: a kernel a submission, an instructor's plain asserts in grade cells
    legacy     the same notebooks and asserts, with `grader.nbgrader.configure(c)`: no kernel, the sandbox
    ours       notebooks of `grader nbgrader init`: the sandbox and the course's checks
    fast path  `grader grade --gradebook --jobs 1`: no conversion of notebooks at all
    fast, N    the same in N processes, one a core

Seconds a submission: `step` in the step that runs the notebook (Execute, or RunInSandbox; the median), `all`
of the whole work, `cpu` what the processors spent on it, every process counted: the number to trust on a busy
machine. What starts once for a class (processes, torch) is in `all` and `cpu`, and alone in `start`.
--attacks prints instead what students whose functions are all wrong score under each.
--classes prints instead how long the command `nbgrader autograde` takes for classes of these sizes, stock and
legacy, from its start to its end; with ours, the assignment is tried first each time.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# This file's name must not stand for nbgrader itself.
sys.path.pop(0)

ROOT = Path(__file__).resolve().parent.parent
NAME = "gradient_descent"
# The class of the fast path is this many times larger: it is there for large ones.
_FAST = 20

# What an instructor would write below each function.
ASSERTS = {
    "model": "assert torch.allclose(model(t_u, 2.0, 1.0), 2 * t_u + 1)",
    "loss_fn": "assert abs(float(loss_fn(t_u, t_c)) - 1763.8846) < 1e-2",
    "numerical_grad_fn": """\
d = 0.1 * t_u - t_c
expected = torch.stack([(2 * d * 0.1 * t_u).mean(), (2 * d).mean()])
assert torch.allclose(numerical_grad_fn(0.1 * t_u, t_c, 1.0, 0.0, 0.05), expected, rtol=1e-2)""",
    "dloss_fn": "assert torch.allclose(dloss_fn(t_u, t_c), 2 * (t_u - t_c) / 11)",
    "dmodel_dw": "assert torch.equal(dmodel_dw(t_u, 1.0, 0.0), t_u)",
    "dmodel_db": "assert float(torch.as_tensor(dmodel_db(t_u, 1.0, 0.0)).float().mean()) == 1.0",
    "grad_fn": """\
expected = torch.tensor([4517.2969, 82.6])
assert torch.allclose(grad_fn(t_u, t_c, t_u, 1.0, 0.0), expected)""",
    "training_loop": """\
params = training_loop(100, 1e-2, torch.tensor([1.0, 0.0]), 0.1 * t_u, t_c)
assert torch.allclose(params, torch.tensor([2.7553, -2.5162]), rtol=1e-3)""",
    "loss_history": """\
losses = loss_history(100, 1e-2, torch.tensor([1.0, 0.0]), 0.1 * t_u, t_c)
assert torch.allclose(losses[[0, -1]], torch.tensor([80.364342, 22.148710]), rtol=1e-4)""",
    "has_diverged": """\
assert has_diverged(torch.tensor([1.0, 2.0]))
assert not has_diverged(torch.tensor([2.0, 1.0]))""",
    "normalize_inputs": "assert torch.allclose(normalize_inputs(t_u), 0.1 * t_u)",
    "train_until": """\
params, epochs = train_until(0.0, 50, 1e-2, torch.tensor([1.0, 0.0]), 0.1 * t_u, t_c)
assert epochs == 50""",
    "plot_fit": """\
figure = plot_fit(t_u, t_c, torch.tensor([1.0, 0.0]))
assert figure.axes[0].get_xlabel() and figure.axes[0].get_ylabel()""",
}

EVIL = """
class Evil:
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __getattr__(self, name): return Evil()
    def __call__(self, *a, **k): return Evil()
    def __float__(self): return 0.0
    def __sub__(self, other): return Evil()
    def __lt__(self, other): return True
    def __abs__(self): return Evil()
    def __getitem__(self, key): return Evil()
    def __iter__(self): return iter([Evil(), 50])
    @classmethod
    def __torch_function__(cls, *a, **k): return Evil()
"""
# Each in the first answer cell of a notebook whose functions are all wrong.
ATTACKS = {
    "nothing": "pass",
    "a transformer empties later cells": """\
get_ipython().input_transformers_cleanup.append(lambda lines: ["\\n"])""",
    "showtraceback is silenced": """\
shell = get_ipython()
shell.showtraceback = lambda *a, **k: None
shell._showtraceback = lambda *a, **k: None""",
    "os._exit(0)": "import os\nos._exit(0)",
    "torch.allclose and equal say yes": "torch.allclose = torch.equal = lambda *a, **k: True",
    "objects that equal everything": EVIL,
    "writes its score into gradebook.db": """\
import glob, os, sqlite3
for path in glob.glob(os.path.join("{folder}", "**", "gradebook.db"), recursive=True):
    with sqlite3.connect(path) as book:
        book.execute("create trigger t after update on grade begin update grade set auto_score = "
                     "(select 5) where id = new.id; end")""",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=20)
    parser.add_argument("--attacks", action="store_true", help="print the table of attacks instead")
    parser.add_argument("--classes", type=int, nargs="+", help="print seconds of the whole command instead")
    parser.add_argument("--folder", type=Path, help="where to work; by default a temporary folder")
    parser.add_argument("--grade", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.grade:
        print(json.dumps(autograde(options.grade)))
        return
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if options.attacks:
            attacks(folder)
        elif options.classes:
            classes(folder, options.classes)
        else:
            compare(folder, options.submissions)


def compare(folder: Path, count: int) -> None:
    """Print seconds a submission for each way, and how many times less than stock that is."""
    from grader.batch.workers import cores

    courses = make_courses(folder)
    for _, course in courses:
        for number, answers in enumerate(class_of(count)):
            hand_in(course, f"student{number:02}", answers)
    rows = [(name, count, in_a_fresh_process(course)) for name, course in courses]
    many = _FAST * count
    course = make_course(folder / "fast", "ours")
    for number, answers in enumerate(class_of(many)):
        hand_in(course, f"student{number:03}", answers)
    fresh = (course / "gradebook.db").read_bytes()
    for name, jobs in (("fast path", 1), (f"fast, {cores()}", cores())):
        (course / "gradebook.db").write_bytes(fresh)
        rows.append((name, many, fast_path(course, folder / f"out{jobs}", jobs)))
    print(f"{NAME}, seconds a submission\n")
    print(f"{'':<10}{'class of':>9}{'step':>8}{'':>9}{'all':>8}{'':>9}{'cpu':>8}{'':>9}{'start':>8}")
    stock = each(rows[0][2], count)
    for name, size, seen in rows:
        columns = "".join(
            f"{seconds:8.2f}{stock[part] / seconds:8.1f}×" if seconds else " " * 17
            for part, seconds in each(seen, size).items()
        )
        print(f"{name:<10}{size:>9}{columns}{seen['start']:8.1f}")


def classes(folder: Path, sizes: list[int]) -> None:
    """Print seconds of `nbgrader autograde` for classes of these sizes, with the trial of the assignment."""
    courses = {kind: make_course(folder / kind, kind) for kind in ("stock", "legacy")}
    fresh = {kind: (course / "gradebook.db").read_bytes() for kind, course in courses.items()}
    print(f"{NAME}, seconds of `nbgrader autograde`\n")
    print(f"{'class of':>8}{'stock':>10}{'ours':>10}{'':>9}{'stock cpu':>12}{'ours cpu':>10}")
    for size in sizes:
        seen = {kind: whole_command(course, fresh[kind], size) for kind, course in courses.items()}
        (stock, stock_cpu), (ours, ours_cpu) = seen["stock"], seen["legacy"]
        print(f"{size:>8}{stock:>10.1f}{ours:>10.1f}{stock / ours:>8.1f}×{stock_cpu:>12.1f}{ours_cpu:>10.1f}")


def whole_command(course: Path, gradebook: bytes, size: int) -> tuple[float, float]:
    """Seconds, and those of processors, for a class in a course that has graded nothing yet."""
    for name in ("submitted", "autograded", ".grader"):
        shutil.rmtree(course / name, ignore_errors=True)
    (course / "gradebook.db").write_bytes(gradebook)
    for number, answers in enumerate(class_of(size)):
        hand_in(course, f"student{number:02}", answers)
    before, started = cpu_seconds(), time.perf_counter()
    subprocess.run(["nbgrader", "autograde", NAME], cwd=course, check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    # Every second one is right.
    assert score(course, "student00") == "30", "the class was not graded"
    return seconds, cpu_seconds() - before


def each(seen: dict[str, float], size: int) -> dict[str, float]:
    """Seconds for one submission of a class."""
    return {"step": seen["step"], "all": seen["all"] / size, "cpu": seen["cpu"] / size}


def fast_path(course: Path, output: Path, jobs: int) -> dict[str, float]:
    """`grader grade --gradebook` on a class."""
    command = [sys.executable, "-c", "from grader.cli import main; main()", "grade", str(course)]
    command += ["--course", str(ROOT), "--device", "cpu", "--output", str(output), "--jobs", str(jobs)]
    before = cpu_seconds()
    started = time.perf_counter()
    subprocess.run(
        [*command, "--gradebook", f"sqlite:///{course}/gradebook.db"], check=True, stdout=subprocess.DEVNULL
    )
    return {
        "all": time.perf_counter() - started, "cpu": cpu_seconds() - before, "step": 0.0, "start": 0.0,
    }  # fmt: skip


def cpu_seconds() -> float:
    """Of this process and all that it has waited for, and so on down."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def attacks(folder: Path) -> None:
    """Print the points that each attack earns, all functions wrong, of those that there are."""
    courses = make_courses(folder)
    earned: dict[str, dict[str, str]] = {name: {} for name in ATTACKS}
    for kind, course in courses:
        for number, text in enumerate(ATTACKS.values()):
            result = "Evil()" if text == EVIL else "None"
            wrong = {name: f"def {name}(*a): return {result}" for name in ASSERTS}
            attack = text.replace("{folder}", str(course))
            hand_in(course, f"attack{number}", wrong | {"model": wrong["model"] + "\n" + attack})
        in_a_fresh_process(course)
        for number, name in enumerate(ATTACKS):
            earned[name][kind] = score(course, f"attack{number}")
    print(f"{'points of 30, every function wrong':<42}" + "".join(f"{kind:>20}" for kind, _ in courses))
    for name, row in earned.items():
        print(f"{name:<42}" + "".join(f"{row[kind]:>20}" for kind, _ in courses))


def score(course: Path, student: str) -> str:
    """What the gradebook says of a student."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        submission = book.find_submission(NAME, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        waiting = sum(grade.auto_score is None for grade in grades)
        if waiting == len(grades):
            return "no grade at all"
        return f"{submission.score:g}" + (f" ({waiting} to review)" if waiting else "")


# ── courses ──────────────────────────────────────────────────────────────────────────────────────────────


def make_courses(folder: Path) -> list[tuple[str, Path]]:
    return [(kind, make_course(folder / kind, kind)) for kind in ("stock", "legacy", "ours")]


def make_course(folder: Path, kind: str) -> Path:
    """A course for nbgrader with its assignment generated."""
    import nbformat

    from grader.course.layout import open_course
    from grader.nbgrader.init import init

    init(folder, open_course(ROOT), [NAME])
    if kind != "ours":
        path = folder / "source" / NAME / f"{NAME}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name.startswith("test_"):
                cell.source = ASSERTS[name.removeprefix("test_")]
        nbformat.write(notebook, path)
        config = f"c = get_config()\nc.CourseDirectory.root = {str(folder)!r}\n"
        if kind == "legacy":
            config += "from grader.nbgrader import configure\nconfigure(c)\n"
        (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    else:
        # One device, as the others have; what a second costs is benchmarks/device.py's to say.
        with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
            settings.write("\nc.RunInSandbox.device = 'cpu'\n")
    subprocess.run(
        ["nbgrader", "generate_assignment", NAME], cwd=folder, check=True, stderr=subprocess.DEVNULL
    )
    return folder


def hand_in(course: Path, student: str, answers: dict[str, str]) -> None:
    """The released notebook with these answers in it, the solution's where none is given."""
    import nbformat

    source = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    right = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    notebook = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = (right | answers).get(name, cell.source)
    path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def class_of(count: int) -> Iterator[dict[str, str]]:
    """Every second student is right, the others hold one misconception of the course's collection."""
    wrong = []
    for path in sorted((ROOT / "solutions" / "misconceptions" / NAME).glob("*.py")):
        parts = [
            part for part in ast.parse(path.read_text("utf-8")).body if isinstance(part, ast.FunctionDef)
        ]
        helpers = [part for part in parts if part.name.startswith("_")]
        mistake = next(part for part in parts if part not in helpers)
        mistake.name = path.stem
        wrong.append({path.stem: "\n\n\n".join(map(ast.unparse, [*helpers, mistake]))})
    for number in range(count):
        yield {} if number % 2 == 0 else wrong[number // 2 % len(wrong)]


# ── one measurement ──────────────────────────────────────────────────────────────────────────────────────


def in_a_fresh_process(course: Path) -> dict[str, float]:
    """Autograde a course; seconds in all and in the step that runs notebooks."""
    ended = subprocess.run(
        [sys.executable, __file__, "--grade", str(course)],
        cwd=course, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    figures: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return figures


def autograde(course: Path) -> dict[str, float]:
    """In this process: nbgrader's own converter over all submissions, with a clock in the one step."""
    started = time.perf_counter()
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import Execute
    from traitlets.config.loader import PyFileConfigLoader

    from grader.nbgrader import client
    from grader.nbgrader.preprocess import RunInSandbox

    steps: list[float] = []
    for step in (Execute, RunInSandbox):
        timed(step, steps)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.autograde(NAME, "*")
    everything = time.perf_counter() - started
    client.end()
    usual = statistics.median(steps)
    return {
        "all": everything, "cpu": cpu_seconds(), "step": usual, "start": max(0.0, steps[0] - usual),
    }  # fmt: skip


def timed(step: type, spent: list[float]) -> None:
    """Note the time inside each call of a step's `preprocess`."""
    original = step.preprocess  # type: ignore[attr-defined]

    def preprocess(self: object, *arguments: object, **keywords: object) -> object:
        began = time.perf_counter()
        try:
            return original(self, *arguments, **keywords)
        finally:
            spent.append(time.perf_counter() - began)

    step.preprocess = preprocess  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
