"""What a report says of an entry of the cohort, and whether that is true."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cohort.entries import COHORT, Entry, compose

# What is said of a function that is as the exercise gave it.
NOT_WRITTEN = "unattempted"
# A range may hold this many lines beside the wrong ones.
LINES_BESIDE = 3


@dataclass(frozen=True)
class Verdict:
    """What one report says of one entry."""

    graded: bool
    lost: frozenset[str]
    names: frozenset[str] = frozenset()
    located: tuple[tuple[int, int, str], ...] = field(default=())
    # Whether only hidden checks failed: a report says nothing more of these.
    hidden: bool = False

    def accepts(self, entry: Entry) -> bool:
        """Whether the entry's function kept all of its points."""
        return self.graded and entry.function not in self.lost

    def charges_another(self, entry: Entry) -> bool:
        """Whether a function that is right lost points."""
        return bool(self.lost - {entry.function})


def read_verdict(report: Path, entry: Entry) -> Verdict:
    """The verdict in a report.json; one that is missing counts as not graded."""
    if not report.is_file():
        return Verdict(False, frozenset())
    found = json.loads(report.read_text(encoding="utf-8"))
    functions = {function["name"]: function for function in found["functions"]}
    lost = frozenset(
        name for name, function in functions.items() if function["score"] < function["max_score"]
    )
    checks = functions.get(entry.function, {"checks": []})["checks"]
    failed = [check for check in checks if check["status"] != "passed"]
    named = frozenset(check["diagnosis"]["id"] for check in failed if check.get("diagnosis"))
    located = tuple(_place(check["located"]) for check in failed if check.get("located"))
    if functions.get(entry.function, {}).get("status") == NOT_WRITTEN:
        named = frozenset({NOT_WRITTEN})
    hidden = bool(failed) and not any(check.get("visible", True) for check in failed)
    return Verdict(found["status"] == "graded", lost, named, located, hidden)


def _place(located: dict[str, Any]) -> tuple[int, int, str]:
    first = int(located["line"])
    return first, int(located.get("end_line") or first), str(located.get("kind") or "")


def said(entry: Entry, verdict: Verdict) -> str:
    """How a mistake that was caught is explained: "named", "located", "misled", "hidden" or "neither"."""
    if verdict.names:
        return "named" if verdict.names <= true_names(entry) else "misled"
    if not verdict.located or _tells_too_little(entry, verdict):
        return "hidden" if verdict.hidden else "neither"
    places = [place for place in verdict.located if _is_true(entry, *place)]
    return "located" if len(places) == len(verdict.located) else "misled"


def _tells_too_little(entry: Entry, verdict: Verdict) -> bool:
    """Whether only the line is said of a function that is one statement: not false, and no help."""
    return entry.one_statement() and not any(kind for _, _, kind in verdict.located)


def _is_true(entry: Entry, first: int, last: int, kind: str) -> bool:
    wrong = compose(entry).wrong_lines
    if entry.one_statement():
        return kind in true_kinds(entry)
    holds_one = any(first <= line <= last for line in wrong)
    return holds_one and last - first + 1 <= len(wrong) + LINES_BESIDE


def true_names(entry: Entry) -> frozenset[str]:
    """The misconceptions that are true of an entry, by id."""
    return frozenset(_names().get("named", {}).get(entry.id, ()))


def true_kinds(entry: Entry) -> frozenset[str]:
    """The kinds of slip that are true of an entry whose function is one statement."""
    return frozenset(_names().get("kinds", {}).get(entry.id, ()))


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((COHORT / "names.toml").read_text(encoding="utf-8"))
