"""What the pictures show: real output of real commands, always with the same seed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from picturing.record import ROOT
from picturing.terminal import COLUMNS, FEW_COLUMNS, Grid, environment, laid_out, terminal, typed, words

SEED = "7"
NAME = "gradient_descent"
STUDENTS = ("amara", "elif", "farid", "lars", "rosa", "yusuf")
_DESCENT = (f"autograde_tests/test_{NAME}.py", f"solutions/misconceptions/{NAME}/*.py")
_ALL = ("solutions/misconceptions/*/*.py",)
_PAGE = (
    "grader/render/templates/base.html.j2",
    "grader/render/templates/parts.html.j2",
    "grader/render/templates/style.css",
    "grader/render/next_step.py",
    "grader/render/outline.py",
    "grader/render/page.py",
    "grader/render/phrases.py",
    "scripts/picturing/pages.py",
)
_TERMINAL = (
    "grader/render/next_step.py",
    "grader/render/outline.py",
    "grader/render/phrases.py",
    "grader/render/templates/style.css",
    "grader/render/terminal.py",
    "grader/render/terminal_text.py",
    "grader/render/wrapped.py",
    "scripts/picturing/svg.py",
    "scripts/picturing/terminal.py",
)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture. alt: what is said of it; `{}` stands for what a pattern of `quoted` finds in its words.

    files: what it is made of. course: patterns of the course's files whose sentences it may show.
    """

    alt: str
    quoted: tuple[str, ...]
    files: tuple[str, ...]
    course: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageScene(Scene):
    """A page in a browser. page: its path among the reports. last: the lowest element that is shown."""

    page: str
    width: int
    last: str


@dataclass(frozen=True, kw_only=True)
class TerminalScene(Scene):
    """Lines of a terminal. last: how the first line begins that is not shown any more. columns: its width."""

    last: str = field(default="\0")
    columns: int = COLUMNS


_REPORT = (r"^(.+ points)$", r"^(Start with .+?\.)", r"^(Read again: .+)$")
_CLASS = (r"^(.+ submissions), ", r"^(\w+: .+)$")
_WATCH = r"(\d+ of \d+ functions · .* points)$"

PAGES = {
    "report": PageScene(
        alt="A student's report: {}. {} {}. Below are the call, the expected result and the result.",
        quoted=_REPORT, files=("grader/render/templates/report.html.j2", *_PAGE), course=_DESCENT,
        page=f"lars/{NAME}/report.html", width=1280, last="main",
    ),
    "report-390": PageScene(
        alt="The same report on a phone: {}. {} {}.",
        quoted=_REPORT, files=("grader/render/templates/report.html.j2", *_PAGE), course=_DESCENT,
        page=f"lars/{NAME}/report.html", width=390, last=".function",
    ),
    "class": PageScene(
        alt="The page of a class: {}. A table has the scores and the first thing to say, such as: {}",
        quoted=_CLASS, files=("grader/render/templates/index.html.j2", "grader/render/index.py", *_PAGE),
        course=_ALL, page="index.html", width=1280, last="ol.rows > li:nth-child(3)",
    ),
    "class-390": PageScene(
        alt="The page of a class on a phone: {}. The table scrolls inside its frame.",
        quoted=_CLASS[:1], files=("grader/render/templates/index.html.j2", "grader/render/index.py", *_PAGE),
        course=_ALL, page="index.html", width=390, last=".scroll",
    ),
}  # fmt: skip
TERMINALS = {
    "check": TerminalScene(
        alt="A terminal: grader check dloss_fn. {} Below are the call, the expected result and the result.",
        quoted=(r"^(Start with .+)$",),
        files=("grader/commands/check.py", *_TERMINAL), course=_DESCENT, last="SHA-256",
    ),
    "check-390": TerminalScene(
        alt="The same terminal on a phone. {}", quoted=(r"^(Start with .+)$",),
        files=("grader/commands/check.py", *_TERMINAL), course=_DESCENT, last="SHA-256", columns=FEW_COLUMNS,
    ),
    "watch-1": TerminalScene(
        alt="A terminal with grader watch, before the first save. {}. {}.",
        quoted=(_WATCH, r"^\s+○ (dloss_fn  .+ · .+)$"),
        files=("grader/student/screen.py", *_TERMINAL), course=_DESCENT,
    ),
    "watch-2": TerminalScene(
        alt="The same terminal after a save that is wrong. {} {} is shown, too.",
        quoted=(r"^\s+(The division by .+)$", r"^(Hint 1 of \d)$"),
        files=("grader/student/screen.py", *_TERMINAL),
        course=(*_DESCENT, f"solutions/hints/{NAME}.md"),
    ),
    "watch-3": TerminalScene(
        alt="The same terminal after a save that is right. {} {}",
        quoted=(r"^✓ (dloss_fn is right: .+)$", r"^(Press n .+)$"),
        files=("grader/student/screen.py", *_TERMINAL), course=_DESCENT,
    ),
    "demo": TerminalScene(
        alt="A terminal after grader demo: a table of four students. {}. {}",
        quoted=(r"^(ben\s.*/ \d+)", r"✗ (`?mse`?: [^.]+\.)"),
        files=("grader/commands/demo.py", *_TERMINAL),
        course=("grader/authoring/templates/demo/*.j2",), last="Reports:",
    ),
    "demo-390": TerminalScene(
        alt="The same on a phone: a table of four students. {}.", quoted=(r"^(ben\s.*/ \d+)",),
        files=("grader/commands/demo.py", *_TERMINAL),
        course=("grader/authoring/templates/demo/*.j2",), last="Reports:", columns=FEW_COLUMNS,
    ),
}  # fmt: skip
SCENES: dict[str, Scene] = {**PAGES, **TERMINALS}


@contextmanager
def reports() -> Iterator[Path]:
    """The reports of a part of the example class, in a folder that is there for the block."""
    with tempfile.TemporaryDirectory() as folder:
        handed_in = [str(ROOT / "examples" / "submissions" / name) for name in STUDENTS]
        command = ["grade", *handed_in, "--output", folder, "--seed", SEED, "--isolation", "process"]
        _run([_grader(), *command], ROOT)
        yield Path(folder)


def terminals() -> dict[str, Grid]:
    """The lines of each terminal, by the picture's name."""
    with tempfile.TemporaryDirectory() as folder:
        work = _course(Path(folder))
        stub = work.read_text(encoding="utf-8")
        found = {f"watch-{number}": rows for number, rows in enumerate(_watched(work, stub), 1)}
        work.write_text(written(stub, "dloss_fn", _WRONG), encoding="utf-8")
        for name in ("check", "check-390"):
            found[name] = _checked(work, TERMINALS[name].columns)
        for name in ("demo", "demo-390"):
            found[name] = _demonstrated(Path(folder) / name, TERMINALS[name].columns)
    return {name: _cut(rows, TERMINALS[name].last) for name, rows in found.items()}


_WRONG = "return 2 * (t_p - t_c)"
_RIGHT = "return 2 * (t_p - t_c) / t_p.size(0)"


def _checked(work: Path, columns: int) -> Grid:
    command = ["check", "dloss_fn", "--seed", SEED]
    with terminal([_grader(), *command], work.parents[1], columns=columns) as shown:
        return [*typed("grader check dloss_fn"), *laid_out(shown.to_the_end())]


def _demonstrated(folder: Path, columns: int) -> Grid:
    folder.mkdir()
    with terminal([_grader(), "demo"], folder, columns=columns) as shown:
        return [*typed("grader demo"), *laid_out(shown.to_the_end())]


def _watched(work: Path, stub: str) -> Iterator[Grid]:
    """Before a save, after a wrong one and a hint, after a right one."""
    with terminal([_grader(), "watch", "dloss_fn", "--seed", SEED], work.parents[1]) as shown:
        yield laid_out(shown.until("q quit"))
        _save(work, written(stub, "dloss_fn", _WRONG))
        shown.until("needs work", "q quit")
        shown.press("h")
        yield laid_out(shown.until("Hint 1", "q quit"))
        _save(work, written(stub, "dloss_fn", _RIGHT))
        yield laid_out(shown.until("dloss_fn is right", "q quit"))
        shown.press("q")
        shown.to_the_end()


def _save(work: Path, text: str) -> None:
    """As an editor: written aside, then moved into place, so that half a file is never seen."""
    aside = work.with_suffix(".tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(work)


def _course(folder: Path) -> Path:
    """One assignment of the course with its first functions written; the file that the student works in."""
    kept = [f"exercises/{NAME}.py", f"solutions/{NAME}.py", f"solutions/hints/{NAME}.md"]
    kept += [str(path.relative_to(ROOT)) for path in (ROOT / "autograde_tests").glob("[!t]*.py")]
    kept += [f"autograde_tests/test_{NAME}.py", "autograde_tests/thermometer.py"]
    for name in kept:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    shutil.copytree(
        ROOT / "solutions" / "misconceptions" / NAME, folder / "solutions" / "misconceptions" / NAME
    )
    work = folder / "exercises" / f"{NAME}.py"
    text = work.read_text(encoding="utf-8")
    for function, body in _BEGUN.items():
        text = written(text, function, body)
    work.write_text(text, encoding="utf-8")
    return work


_BEGUN = {
    "model": "return w * t_u + b",
    "loss_fn": "return ((t_p - t_c) ** 2).mean()",
    "dmodel_dw": "return t_u",
    "dmodel_db": "return 1.0",
}


def written(text: str, function: str, body: str) -> str:
    """An exercise with a body in place of a function's stub. Raises ValueError where there is no stub."""
    stub = "raise NotImplementedError"
    place = text.index(stub, text.index(f"def {function}("))
    return text[:place] + body + text[place + len(stub) :]


def _cut(rows: Grid, last: str) -> Grid:
    """The lines above the one that begins so, without empty ones at the end."""
    kept = next((number for number, row in enumerate(rows) if words([row]).startswith(last)), len(rows))
    while kept and not words([rows[kept - 1]]):
        kept -= 1
    return rows[:kept]


def _grader() -> str:
    return str(Path(sys.executable).with_name("grader"))


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=environment(), text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command!r} ended with exit code {done.returncode}:\n{done.stdout}{done.stderr}")
