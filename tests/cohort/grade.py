"""`make cohort`: grade the cohort under several seeds, and print one table of what was judged wrongly."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cohort.entries import COHORT, Entry, compose, read_cohort
from cohort.judge import Verdict, read_verdict, said

ROOT = COHORT.parents[1]
# An entry, and its verdict under each seed.
Judged = tuple[Entry, list[Verdict]]


def main() -> int:
    """Grade, read the reports, print; 1 where something could not be graded."""
    options = parse()
    entries = [entry for entry in read_cohort() if options.only in entry.id]
    if not entries:
        print(f"No entry of the cohort has {options.only!r} in its name.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        raw = options.raw or Path(scratch) / "raw"
        if not options.read:
            grade_all(entries, Path(scratch) / "class", raw, options)
        found = read_all(entries, raw, options.seeds)
    print("\n".join(table(found)))
    return int(not all(each.graded for _, verdicts in found for each in verdicts))


def parse() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="make cohort", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="grade under the seeds 1 to N (ten)")
    parser.add_argument("--device", default="auto", help="what `grader grade --device` takes (auto)")
    parser.add_argument("--only", default="", help="entries with this in their name, such as tensors/ramp")
    parser.add_argument("--jobs", type=int, default=2, help="processes that grade (2)")
    parser.add_argument("--raw", type=Path, help="keep the reports in this folder, to compare two runs")
    parser.add_argument("--read", action="store_true", help="grade nothing: read the reports in --raw again")
    options = parser.parse_args()
    if options.read and not options.raw:
        parser.error("--read needs --raw FOLDER, with the reports of an earlier run")
    return options


def grade_all(entries: list[Entry], folder: Path, raw: Path, options: argparse.Namespace) -> None:
    """One class of the cohort, graded once under each seed."""
    for entry in entries:
        (folder / entry.student).mkdir(parents=True)
        target = folder / entry.student / f"{entry.assignment}.py"
        target.write_text(compose(entry).text, encoding="utf-8")
    for seed in seeds(options.seeds):
        print(f"grading {len(entries)} files under seed {seed} …", file=sys.stderr, flush=True)
        command = [
            sys.executable,
            "-m",
            "grader",
            "grade",
            str(folder),
            "--output",
            str(raw / f"seed-{seed}"),
        ]
        command += ["--format", "json", "--seed", str(seed), "--device", options.device]
        command += ["--jobs", str(options.jobs), "--course", str(ROOT), "--lang", "en"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stdout + done.stderr)


def seeds(count: int) -> range:
    """The seeds of a run."""
    return range(1, count + 1)


def read_all(entries: list[Entry], raw: Path, count: int) -> list[Judged]:
    """The verdicts under each seed."""
    return [
        (entry, [read_verdict(report_of(raw, seed, entry), entry) for seed in seeds(count)])
        for entry in entries
    ]


def report_of(raw: Path, seed: int, entry: Entry) -> Path:
    """Where an entry's report lies."""
    return raw / f"seed-{seed}" / entry.student / entry.assignment / "report.json"


def table(found: list[Judged]) -> Iterator[str]:
    """The lines of the table: counts, then the entries behind each count that should be zero."""
    wrong = [(entry, verdicts) for entry, verdicts in found if entry.wrong]
    right = [(entry, verdicts) for entry, verdicts in found if not entry.wrong]
    yield f"{len(wrong)} wrong, {len(right)} right, {len(found[0][1])} seeds"
    certain = [pair for pair in wrong if not pair[0].doubtful]
    doubtful = [pair for pair in wrong if pair[0].doubtful]
    yield from listed("wrong, accepted under a seed", certain, lambda entry, each: each.accepts(entry))
    yield from listed("doubtful, accepted under a seed", doubtful, lambda entry, each: each.accepts(entry))
    yield from listed("right, rejected under a seed", right, lambda _, each: each.graded and bool(each.lost))
    yield from listed("not graded", found, lambda _, each: not each.graded)
    yield from _changed(found)
    yield from listed("another function charged", wrong, lambda entry, each: each.charges_another(entry))
    caught = [pair for pair in wrong if all(each.graded and not each.accepts(pair[0]) for each in pair[1])]
    yield from _explained(caught)


def listed(title: str, found: list[Judged], wanted: Callable[[Entry, Verdict], bool]) -> Iterator[str]:
    """A count, and under it the entries, each with the number of seeds."""
    hits = [(entry, sum(wanted(entry, each) for each in verdicts)) for entry, verdicts in found]
    hits = [(entry, count) for entry, count in hits if count]
    yield f"{title}: {len(hits)}"
    yield from (f"    {entry.id} ({count} of {len(found[0][1])})" for entry, count in hits)


def _changed(found: list[Judged]) -> Iterator[str]:
    """Entries that lost points in other functions under one seed than under another."""
    changed = [entry for entry, verdicts in found if len({each.lost for each in verdicts}) > 1]
    yield f"verdict changed with the seed: {len(changed)}"
    yield from (f"    {entry.id}" for entry in changed)


def _explained(caught: list[Judged]) -> Iterator[str]:
    """Of the caught ones, how the student learns what is wrong; the worst of all seeds counts."""
    worst = ["misled", "neither", "hidden", "located", "named"]
    ways = {
        entry: min((said(entry, each) for each in verdicts), key=worst.index) for entry, verdicts in caught
    }
    counts = Counter(ways.values())
    for way in reversed(worst):
        share = 100 * counts[way] / max(1, len(caught))
        yield f"caught, {way}: {counts[way]} of {len(caught)} ({share:.1f} %)"
        if way in ("neither", "hidden", "misled"):
            yield from (f"    {entry.id}{_names_of(caught, entry)}" for entry in ways if ways[entry] == way)


def _names_of(caught: list[Judged], entry: Entry) -> str:
    verdicts = {found.id: each for found, each in caught}[entry.id]
    names = sorted({name for each in verdicts for name in each.names})
    places = sorted({f"lines {a} to {b}: {kind}" for each in verdicts for a, b, kind in each.located})
    return "".join(f" · {text}" for text in [*names, *places])


if __name__ == "__main__":
    raise SystemExit(main())
