"""What grading costs on this machine, in one table: floors, peers that are installed, ours, and the ratios.

    make bench                                             the rows that take a minute or two each
    make bench ARGS="--rows marginal,reference"            some of them
    make bench ARGS="--against ../older"                   each beside that checkout's grader, in turns
    make bench ARGS="--list"                               every row, and what it compares

Milliseconds are medians of --rounds rounds. Within a round everything that a row compares runs one after
another, so that the noise of the machine falls on all alike. The other checkout has an environment in .venv.
It grades its own course; the peers' job is the same for both.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks import peers_installed
from benchmarks.bare_fork import BareFork, questions_of
from benchmarks.peers.submissions import ASSIGNMENT, write_class

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers" / "course"
COURSE = "gradient_descent"
FEW, MANY = 10, 60
JSON = ("--device", "cpu", "--format", "json")
FLOOR = """
import torch
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.1)
(w * w).sum().backward()
optimizer.step()
"""
Run = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Checkout:
    """A grader to measure: a folder with its environment in .venv."""

    root: Path

    def command(self, module: str, *arguments: str | Path) -> list[str]:
        return [str(self.root / ".venv" / "bin" / "python"), "-m", module, *map(str, arguments)]

    def grade(self, work: Path, course: Path, out: Path, *more: str) -> float:
        """Milliseconds of `grader grade`, whole command."""
        shutil.rmtree(out, ignore_errors=True)
        command = self.command("grader", "grade", work, "--course", course, "--output", out, "--seed", "7")
        return milliseconds([*command, *more], self.root)


@dataclass(slots=True)
class Row:
    """A figure: ours against something else, both in milliseconds."""

    name: str
    what: str
    other: str
    # Made with (a checkout, a folder to work in).
    ours: Callable[[Checkout, Path], float]
    # None: the other side is the older checkout's own.
    floor: Callable[[Checkout, Path], float] | None
    slow: bool = False
    times: dict[str, list[float]] = field(default_factory=dict)


def milliseconds(command: Iterable[str], folder: Path) -> float:
    """Of a command, start and end included. Raises where it ends otherwise than it should."""
    began = time.perf_counter()
    done = subprocess.run([*command], cwd=folder, capture_output=True, text=True, check=False)
    took = 1000 * (time.perf_counter() - began)
    if done.returncode:
        raise SystemExit(
            f"{' '.join(done.args)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return took


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────


def marginal(grader: Checkout, folder: Path, *options: str) -> float:
    """A further submission of the peers' job: a class of 60 less one of 10, by 50."""
    few, many = (
        grader.grade(peers_class(folder, count), PEERS, folder / "out", "--jobs", "1", *options)
        for count in (FEW, MANY)
    )
    return (many - few) / (MANY - FEW)


def class_of(grader: Checkout, folder: Path, *options: str, count: int = MANY) -> float:
    return grader.grade(peers_class(folder, count), PEERS, folder / "out", *options) / count


def reference_again(grader: Checkout, folder: Path) -> float:
    """A further submission of this course's reference."""
    text = (grader.root / "solutions" / f"{COURSE}.py").read_text(encoding="utf-8")
    few, many = (
        grader.grade(copies(folder, text, count), grader.root, folder / "out", "--jobs", "1", *JSON)
        for count in (FEW, MANY)
    )
    return (many - few) / (MANY - FEW)


def forks(
    course: Path, assignment: str, texts: Callable[[Path], Iterator[str]], _: Checkout, folder: Path
) -> float:
    """A bare fork of a process that holds torch makes the same calls, for each of 60 submissions."""
    questions = questions_of(course, assignment)
    with BareFork(questions) as bare_fork:
        each = []
        for text in texts(folder):
            began = time.perf_counter()
            bare_fork(text)
            each.append(1000 * (time.perf_counter() - began))
    return statistics.fmean(each)


def peers_texts(folder: Path) -> Iterator[str]:
    for path in sorted(peers_class(folder, MANY).glob("*/*.py")):
        yield path.read_text(encoding="utf-8")


def reference_texts(folder: Path) -> Iterator[str]:
    for _ in range(MANY):
        yield (ROOT / "solutions" / f"{COURSE}.py").read_text(encoding="utf-8")


def one_file(grader: Checkout, folder: Path) -> float:
    return grader.grade(work(grader, folder), grader.root, folder / "out", "--jobs", "1")


def under_pytest(grader: Checkout, folder: Path) -> float:
    # Hypothesis, which only the development environment has, loads itself at the end.
    plugins = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    command = grader.command("pytest", "-q", *plugins, grader.root / "autograde_tests")
    return milliseconds([*command, "--submission", str(work(grader, folder))], grader.root)


def first_check(grader: Checkout, folder: Path) -> float:
    work = grader.root / "solutions" / "optimizers.py"
    return milliseconds(grader.command("grader", "check", "train_step", "--file", work), grader.root)


def adam_step(grader: Checkout, folder: Path) -> float:
    return milliseconds([grader.command("x")[0], "-c", FLOOR], folder)


def import_torch(grader: Checkout, folder: Path) -> float:
    return milliseconds([grader.command("x")[0], "-c", "import torch"], folder)


def examples(grader: Checkout, folder: Path) -> float:
    return grader.grade(grader.root / "examples" / "submissions", grader.root, folder / "out")


def audit(grader: Checkout, folder: Path) -> float:
    return milliseconds(
        grader.command("grader", "audit", "--course", grader.root, "--jobs", "2"), grader.root
    )


def suite(grader: Checkout, folder: Path) -> float:
    """`make test` in a fresh clone, installing included."""
    clone = folder / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(grader.root), str(clone)], check=True)
    return milliseconds(["make", "test"], clone)


PEER_JOB = partial(forks, PEERS, ASSIGNMENT, peers_texts)
REFERENCE = partial(forks, ROOT, COURSE, reference_texts)
ROWS = [
    Row("marginal", "peers' job, CPU + JSON, a further submission", "a bare fork that makes the same calls",
        lambda grader, folder: marginal(grader, folder, *JSON), PEER_JOB),
    Row("defaults", "peers' job, defaults, a class of 60, one job", "the same with CPU + JSON",
        lambda grader, folder: class_of(grader, folder, "--jobs", "1"),
        lambda grader, folder: class_of(grader, folder, "--jobs", "1", *JSON)),
    Row("reference", "this course, CPU + JSON, a further submission", "a bare fork that makes the same calls",
        reference_again, REFERENCE),
    Row("one", "one submission, whole command", "a plain script with one Adam step", one_file, adam_step),
    Row("pytest", "pytest autograde_tests --submission FILE", "a plain script with one Adam step",
        under_pytest, adam_step),
    Row("check", "first check of an evening, with an optimizer", "a plain script with one Adam step",
        first_check, adam_step),
    Row("jobs", "peers' job, defaults, 200 submissions, 1 job", "the same with 2 jobs",
        lambda grader, folder: class_of(grader, folder, "--jobs", "1", count=200),
        lambda grader, folder: class_of(grader, folder, "--jobs", "2", count=200), slow=True),
    Row("examples", "the example class of `make grade`", "the older grader", examples, None),
    Row("audit", "grader audit, two jobs", "the older grader", audit, None, slow=True),
    Row("suite", "make test in a fresh clone", "the older grader", suite, None, slow=True),
]  # fmt: skip


# ── classes ──────────────────────────────────────────────────────────────────────────────────────────────


def peers_class(folder: Path, count: int) -> Path:
    made = folder / f"class{count}"
    return made if made.is_dir() else write_class(made, count)


def copies(folder: Path, text: str, count: int) -> Path:
    made = folder / f"copies{count}"
    for number in range(count):
        path = made / f"s{number:03}" / f"{COURSE}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return made


def work(grader: Checkout, folder: Path) -> Path:
    path = folder / f"{COURSE}.py"
    shutil.copy(grader.root / "solutions" / path.name, path)
    return path


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────


def measure(row: Row, graders: dict[str, Checkout], rounds: int, folder: Path) -> None:
    for _ in range(rounds):
        for name, grader in graders.items():
            row.times.setdefault(name, []).append(row.ours(grader, folder))
        if row.floor is not None:
            row.times.setdefault("other", []).append(row.floor(graders["new"], folder))


def middle(row: Row, name: str) -> float | None:
    return statistics.median(row.times[name]) if row.times.get(name) else None


def line(row: Row) -> str:
    ours, older, other = (middle(row, name) for name in ("new", "old", "other"))
    assert ours is not None
    side = other if row.floor is not None else older
    parts = [f"{row.what:<52}", f"{ours:10.1f}", f"{older:10.1f}" if older else " " * 10]
    parts += [f"{side:10.1f}" if side else " " * 10, f"{ours / side:7.2f} ×" if side else " " * 9]
    parts += [f"{older / side:7.2f} ×" if older and side and row.floor is not None else " " * 9]
    return " ".join([*parts, f"  {row.other}"])


def show_floors(grader: Checkout, rounds: int, folder: Path) -> None:
    print("floors, ms")
    for what, run in (("import torch", import_torch), ("a plain script with one Adam step", adam_step)):
        print(f"  {what:<50} {statistics.median(run(grader, folder) for _ in range(rounds)):10.1f}")


def show_peers(folder: Path) -> None:
    print("\npeers on the peers' job, ms a submission (one worker)")
    for name, run in peers_installed.PEERS.items():
        took = run(peers_class(folder, FEW))
        print(f"  {name:<50} " + (f"{took:10.1f}" if took is not None else "not installed: skipped"))


def main() -> None:
    names = ",".join(row.name for row in ROWS if not row.slow and row.floor is not None)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default=names, help=f"by name, or `all`; without it {names}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", type=Path, help="a checkout of an older grader")
    parser.add_argument("--no-peers", action="store_true", help="ours and the floors alone")
    parser.add_argument("--list", action="store_true", help="the rows, and end")
    options = parser.parse_args()
    if options.list:
        for row in ROWS:
            print(f"{row.name:<10} {row.what:<52} against {row.other}")
        return
    wanted = [row for row in ROWS if options.rows == "all" or row.name in options.rows.split(",")]
    graders = {"new": Checkout(ROOT)}
    if options.against:
        graders["old"] = Checkout(options.against.resolve())
    unpaired = [row.name for row in wanted if row.floor is None and not options.against]
    if unpaired:
        raise SystemExit(f"{', '.join(unpaired)}: name an older grader to compare with: --against CHECKOUT")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        show_floors(graders["new"], options.rounds, folder)
        if not options.no_peers:
            show_peers(folder)
        print(
            f"\n{'ours':<52} {'ms':>10} {'older ms':>10} {'other ms':>10} {'ratio':>9} {'older':>9}   other"
        )
        for row in wanted:
            measure(row, graders, options.rounds, folder)
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
