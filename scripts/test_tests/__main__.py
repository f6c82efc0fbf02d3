"""Tests the tests: takes from a copy of the checkout what they are there for, and lists what still passes.

    python scripts/test_tests [--only CHANGE]... [--all] [--longest SECONDS] [--list] [TEST OR FILE]...

First the tests run on an unchanged copy, which notes whose answers each change would change: a comparison
that found a difference, a demand that was not met, a report that was graded, a student's view in which
something was hidden. Then, change by change, those tests run again. They got an answer that is no longer
given, so they should fail; a test that only sees right work accepted gets the same answer as before, and is
not run. One that passes all the same needs a reason in reasons.toml, or the exit code is 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from changes import CHANGES, ChangeError, rewrite, watch
from running import ROOT, Run, copy, run

ATTACKS, HOSTILE = "attacks", "tests/test_hostile.py"
SAYS = {ATTACKS: "each attack is deleted", **{change.name: change.says for change in CHANGES}}
REASONS = ROOT / "scripts" / "test_tests" / "reasons.toml"
# By change, and of files that are "not run": a name or pattern, and why.
Reasons = Mapping[str, Mapping[str, str]]


@dataclass
class Result:
    """What one change has shown: tests by what became of them."""

    change: str
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)
    explained: dict[str, str] = field(default_factory=dict)
    unexplained: list[str] = field(default_factory=list)
    # Their answers would change, too, but they take too long to run again.
    left_out: list[str] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many tests ran that got another answer."""
        return len(self.failed) + len(self.explained) + len(self.unexplained)


def main() -> int:
    """0: every test that passes has a reason; 1: one has none, 2: something could not be changed or run."""
    arguments = _arguments()
    reasons = _reasons(REASONS)
    try:
        with tempfile.TemporaryDirectory(prefix="test-tests-") as folder:
            results = _results(Path(folder), arguments, reasons)
    except ChangeError as error:
        print(f"test-tests: {error}", file=sys.stderr)
        return 2
    print(_table(results))
    _list(results, arguments.list)
    return 1 if any(result.unexplained for result in results) else 0


def _reasons(path: Path) -> Reasons:
    told: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        change: {pattern: why for name, reason in of.items() for pattern, why in _spread(name, reason)}
        for change, of in told.items()
    }


def _spread(name: str, reason: Any) -> list[tuple[str, str]]:
    """A reason is a sentence, or has a list of the parameters that it is for."""
    if isinstance(reason, str):
        return [(name, reason)]
    return [(f"{name}[{parameter}]", reason["why"]) for parameter in reason["only"]]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="test_tests", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", choices=list(SAYS), help="this change; may be repeated")
    parser.add_argument("--all", action="store_true", help="run the files that are left out, too")
    parser.add_argument("--longest", type=float, default=20.0, help="leave out tests that take more seconds")
    parser.add_argument("--list", action="store_true", help="list the tests that pass with a reason, too")
    parser.add_argument("pytest", nargs="*", default=[], help="which tests, as pytest takes it")
    return parser.parse_args()


def _results(folder: Path, arguments: argparse.Namespace, reasons: Reasons) -> list[Result]:
    wanted = arguments.only or list(SAYS)
    tree = copy(folder / "noted")
    watch(tree)
    started = time.monotonic()
    without = [] if arguments.all else [f"--ignore=tests/{name}" for name in reasons["not run"]]
    tests = arguments.pytest or ([HOSTILE] if wanted == [ATTACKS] else [])
    before = run(tree, folder / "before", ["-m", "not slow and not gpu and not faults", *without, *tests])
    before.through[ATTACKS] = {test for test in before.passed if test.startswith(f"{HOSTILE}::")}
    _tell_unchanged(before, time.monotonic() - started)
    shutil.rmtree(tree)
    results = []
    for name in wanted:
        results.append(_result(folder / name, name, before, arguments.longest, reasons.get(name, {})))
        _tell(f"{name}: {time.monotonic() - started:.0f} s so far")
    return results


def _tell_unchanged(before: Run, seconds: float) -> None:
    broken = sorted(test for test, passed in before.passed.items() if not passed)
    _tell(f"unchanged: {len(before.passed)} tests in {seconds:.0f} s; {len(broken)} fail and are left aside")
    for test in broken:
        _tell(f"  {test}")
    for change, calls in before.unknown.items():
        if calls:
            _tell(f"  {change}: {calls} answers would change outside of any test")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _result(folder: Path, name: str, before: Run, longest: float, reasons: Mapping[str, str]) -> Result:
    through = {test for test in before.through[name] if before.passed.get(test)}
    slow = {test for test in through if before.seconds[test] > longest}
    started = time.monotonic()
    result = Result(change=name, left_out=sorted(slow))
    tests = through - slow
    if tests:
        after = _changed(folder, name, tests)
        _sort(result, {test: after.passed.get(test, False) for test in sorted(tests)}, reasons)
    result.seconds = time.monotonic() - started
    return result


def _changed(folder: Path, name: str, tests: Collection[str]) -> Run:
    """These tests, run on a copy with one change."""
    tree = copy(folder / "tree")
    if name == ATTACKS:
        _disarm(tree / "tests" / "hostile")
    else:
        rewrite(tree, name)
    listed = folder / "tests.txt"
    listed.write_text("".join(f"{test}\n" for test in sorted(tests)), encoding="utf-8")
    done = run(tree, folder / "notes", [f"@{listed}"])
    shutil.rmtree(tree)
    return done


def _disarm(folder: Path) -> None:
    # The tests' own: what they take for a file without its attack is what must fail them.
    sys.path.insert(0, str(ROOT / "tests"))
    from helpers.attacks import without_attack

    for path in folder.glob("*.py"):
        path.write_text(without_attack(path.read_text(encoding="utf-8")), encoding="utf-8")


def _sort(result: Result, passed: Mapping[str, bool], reasons: Mapping[str, str]) -> None:
    for test, ok in passed.items():
        reason = next((why for pattern, why in reasons.items() if _is(test, pattern)), None)
        if not ok:
            result.failed.append(test)
        elif reason is None:
            result.unexplained.append(test)
        else:
            result.explained[test] = reason


def _is(test: str, pattern: str) -> bool:
    """pattern: "test_file.py::test_name", of all its parameters, or with them; * stands for anything."""
    name = test.removeprefix("tests/")
    parts = ".*".join(re.escape(part) for part in pattern.split("*"))
    return any(re.fullmatch(parts, one, re.DOTALL) for one in (name, name.partition("[")[0]))


def _table(results: list[Result]) -> str:
    head = ("change", "another answer", "failed as they must", "passed with a reason", "passed without one")
    rows = [head] + [
        (
            SAYS[one.change],
            str(one.changed),
            str(len(one.failed)),
            str(len(one.explained)),
            str(len(one.unexplained)),
        )
        for one in results
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)


def _list(results: list[Result], explained: bool) -> None:
    for one in results:
        for test in one.unexplained:
            print(f"{one.change}: {test} passes, and no reason says why it may")
        for test, why in one.explained.items() if explained else ():
            print(f"{one.change}: {test} passes: {why}")
        for test in one.left_out:
            print(f"{one.change}: {test} got another answer, and takes too long to be run again (--longest)")


if __name__ == "__main__":
    sys.exit(main())
