"""How `make cohort` reads reports: what is accepted, named, located, misled, or charged to another."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from cohort.entries import COHORT, Entry, compose, read_cohort
from cohort.grade import table
from cohort.judge import NOT_WRITTEN, Verdict, read_verdict, said

ENTRIES = {entry.id: entry for entry in read_cohort()}
LOOP = ENTRIES["wrong/autograd/training_loop-zero_before"]
NAMED = "training_loop/zeroes_once_before_the_loop"
(LINE,) = compose(LOOP).wrong_lines


def failed(**found: object) -> Verdict:
    """A verdict on the loop, which has lost points."""
    return Verdict(True, frozenset({"training_loop"}), **found)  # type: ignore[arg-type]


def test_names_are_of_entries() -> None:
    names = tomllib.loads((COHORT / "names.toml").read_text(encoding="utf-8"))
    assert set(names) == {"named", "kinds"}
    assert {entry for part in names.values() for entry in part} <= set(ENTRIES)


@pytest.mark.parametrize(
    ("verdict", "way"),
    [
        (failed(names=frozenset({NAMED})), "named"),
        (failed(names=frozenset({NAMED, "training_loop/never_zeroes"})), "misled"),
        (failed(located=((LINE, LINE, "call"),)), "located"),
        (failed(located=((LINE - 1, LINE + 2, ""),)), "located"),
        (failed(located=((LINE - 2, LINE + 2, ""),)), "misled"),
        (failed(located=((LINE + 1, LINE + 2, ""),)), "misled"),
        (failed(), "neither"),
        (failed(hidden=True), "hidden"),
        (failed(names=frozenset({NOT_WRITTEN})), "misled"),
    ],
)
def test_a_place_must_hold_the_mistake_and_a_name_must_be_true(verdict: Verdict, way: str) -> None:
    assert said(LOOP, verdict) == way


def test_in_one_statement_only_the_kind_counts() -> None:
    entry = ENTRIES["wrong/tensors/hadamard-square"]
    assert entry.one_statement() and not LOOP.one_statement()
    (line,) = compose(entry).wrong_lines
    assert (
        said(entry, Verdict(True, frozenset({"hadamard"}), located=((line, line, "no such kind"),)))
        == "misled"
    )


def test_a_report_is_read(tmp_path: Path) -> None:
    failing = {"status": "failed", "diagnosis": None, "located": {"file": "a.py", "line": 7, "kind": "call"}}
    passing = {"status": "passed", "diagnosis": None}
    functions = [
        {"name": "training_loop", "score": 1.0, "max_score": 5.0, "checks": [failing, passing]},
        {"name": "update", "score": 2.0, "max_score": 4.0, "checks": []},
        {"name": "gradient", "score": 4.0, "max_score": 4.0, "checks": []},
    ]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"status": "graded", "functions": functions}), encoding="utf-8")
    verdict = read_verdict(report, LOOP)
    assert verdict == Verdict(True, frozenset({"training_loop", "update"}), located=((7, 7, "call"),))
    assert verdict.charges_another(LOOP) and not verdict.accepts(LOOP)
    assert not read_verdict(tmp_path / "missing.json", LOOP).graded


def test_the_table_lists_what_should_be_zero() -> None:
    right = ENTRIES["right/autograd/update-data"]
    accepted, caught = Verdict(True, frozenset()), failed(names=frozenset({NAMED}))
    lines = list(
        table([(LOOP, [caught, accepted]), (right, [accepted, Verdict(True, frozenset({"update"}))])])
    )
    assert lines[0] == "1 wrong, 1 right, 2 seeds"
    assert [line for line in lines if line.startswith("    ")] == [
        f"    {LOOP.id} (1 of 2)",
        f"    {right.id} (1 of 2)",
        f"    {LOOP.id}",
        f"    {right.id}",
    ]


def test_a_doubtful_one_that_is_accepted_has_a_row_of_its_own() -> None:
    doubtful = ENTRIES["wrong/autograd/zero_grad-times_zero"]
    accepted = Verdict(True, frozenset())
    lines = list(table([(doubtful, [accepted])]))
    assert "wrong, accepted under a seed: 0" in lines
    assert lines[lines.index("doubtful, accepted under a seed: 1") + 1] == f"    {doubtful.id} (1 of 1)"


@pytest.mark.parametrize(("visible", "hidden"), [(False, True), (True, False)])
def test_a_report_that_may_say_no_more_is_known(visible: bool, hidden: bool, tmp_path: Path) -> None:
    check = {"status": "failed", "diagnosis": None, "visible": visible}
    functions = [{"name": "training_loop", "score": 1.0, "max_score": 5.0, "checks": [check]}]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"status": "graded", "functions": functions}), encoding="utf-8")
    assert read_verdict(report, LOOP).hidden is hidden


def test_a_stub_is_said_to_be_one(tmp_path: Path) -> None:
    functions = [
        {"name": "training_loop", "status": "unattempted", "score": 0.0, "max_score": 5.0, "checks": []}
    ]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"status": "graded", "functions": functions}), encoding="utf-8")
    assert read_verdict(report, LOOP).names == {NOT_WRITTEN}


def test_every_entry_has_a_folder_of_its_own() -> None:
    assert len({entry.student for entry in read_cohort()}) == len(read_cohort())
    assert all(isinstance(entry, Entry) and entry.student.isascii() for entry in read_cohort())
