"""A copy of the checkout, pytest in it, and what the plugin has written down there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from changes import ChangeError

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Run:
    """What one run of pytest has shown, by test's name; a skipped test is in none of these."""

    passed: dict[str, bool] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    # By change: the tests whose answers it would change.
    through: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    # By change: how often nobody could tell whose call it was.
    unknown: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def copy(into: Path) -> Path:
    """The checkout as it is now, uncommitted work included, without what git ignores."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)
    return into


def run(tree: Path, notes: Path, arguments: Sequence[str]) -> Run:
    """pytest in a copy, on every core.

    notes: an empty folder for what the plugin writes.

    Raises:
        ChangeError: pytest ran no test, or could not run.
    """
    notes.mkdir()
    path = os.pathsep.join([str(tree), str(tree / "scripts" / "test_tests")])
    workers = str((os.cpu_count() or 1) + 1)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=no",
        "-p",
        "passed_through",
        "-p",
        "no:cacheprovider",
    ]
    command += ["-n", workers, "--dist", "loadfile", *arguments]
    environment = os.environ | {"PYTHONPATH": path, "TEST_TESTS_FOLDER": str(notes)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise ChangeError(
            f"pytest ended with exit code {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
        )
    return _read(notes)


def _read(notes: Path) -> Run:
    seen = Run()
    users: dict[str, set[str]] = defaultdict(set)
    for line in _lines(notes, "outcomes"):
        test = line["test"]
        if line["phase"] == "call":  # what a shared fixture takes is not the test's that comes first
            seen.seconds[test] = line["seconds"]
        if line["outcome"] == "failed":
            seen.passed[test] = False
        elif line["phase"] == "call" and line["outcome"] == "passed":
            seen.passed.setdefault(test, True)
        for name in line["fixtures"]:
            users[name].add(test)
    for line in _lines(notes, "places"):
        seen.through[line["place"]] |= _tests(line["by"], users)
        seen.unknown[line["place"]] += not line["by"]
    return seen


def _lines(notes: Path, name: str) -> Iterator[dict[str, Any]]:
    for path in sorted(notes.glob(f"{name}-*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _tests(by: str, users: dict[str, set[str]]) -> set[str]:
    """by: "test ID", or "fixture NAME SCOPE" where several tests share what it made; the scope is a file."""
    kind, _, name = by.partition(" ")
    if kind != "fixture":
        return {name} if name else set()
    fixture, _, scope = name.partition(" ")
    return {test for test in users[fixture] if test.startswith(scope)}
