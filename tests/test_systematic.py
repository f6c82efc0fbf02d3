"""Mistakes that people make in any course are named without anybody having written them down."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from helpers.grading import ROOT, Named, function, kept, lost, pasted_each, touched
from helpers.systematic import MISTAKES

from grader.course.layout import open_course
from grader.diagnosis.asked import Asked
from grader.diagnosis.function_mistakes import Group
from grader.diagnosis.replay import Misconceptions
from grader.diagnosis.systematic import read, systematic
from grader.model import Call, Diagnosis, Observation, Outcome, Report
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.time_limit import Allowance

# What goes round a loop, by its name: each call of it takes long.
LOOPS = ("training_loop", "loss_history", "train_until", "final_losses")
# One of each kind, which its words tell, and one that has no name, without a loop where there is such a one;
# the others, and other seeds, are slow.
LOOPS_LAST = sorted(MISTAKES.items(), key=lambda one: one[0][0].endswith(LOOPS))
KINDS = list({words[:1]: key for key, (words, _) in reversed(LOOPS_LAST)}.values())
# How a report goes by (assignment, function, mistake).
Reports = dict[tuple[str, str], Report]

# ── as texts ─────────────────────────────────────────────────────────────────────────────────────────────

RIGHT = '''
import torch

scale = 2.0
other = 1.0


def halve(x):
    """Half."""
    return x / 2


def walk(n: int, x, *, scale=1.0):
    """n steps."""
    last = x
    for step in range(1, n + 1):
        last = last - scale * halve(x)
        if last.abs().max() <= 0.1:
            return last, step
    return last, n
'''


def texts(name: str) -> dict[str, str]:
    """The functions of the mistakes, in ast's own layout, each under the name `_`."""
    made = {}
    for mistake in systematic(RIGHT, name):
        tree = ast.parse(mistake.source)
        node = tree.body[0]
        assert isinstance(node, ast.FunctionDef) and node.name == mistake.name
        made[mistake.name] = mistake.source
    return made


def test_each_is_a_function_of_its_own_name() -> None:
    """It parses, takes what the right one takes, and no two have one name or one text."""
    for assignment in sorted(open_course(ROOT).assignments):
        text = open_course(ROOT).assignment(assignment).solution_cell().text
        for name, right in read(text).items():
            made = systematic(text, name)
            assert len({one.name for one in made}) == len(made)
            for one in made:
                (node,) = ast.parse(one.source).body
                assert isinstance(node, ast.FunctionDef) and node.name == one.name
                assert ast.dump(node.args) == ast.dump(right.node.args)
                assert one.headline and one.explanation


def test_a_function_that_is_not_there_has_none() -> None:
    """No text, no mistakes."""
    assert systematic(RIGHT, "run") == []


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("swaps_n_and_x", "return walk(x, n, scale=scale)"),
        ("takes_one_less_than_n", "return walk(n - 1, x, scale=scale)"),
        ("ends_a_round_early_in_loop_1", "range(1, n + 1 - 1)"),
        ("begins_a_round_late_in_loop_1", "range(1 + 1, n + 1)"),
        ("turns_at_limit_1", "last.abs().max() < 0.1"),
        ("computes_once_2", "_once = halve(x)"),
        ("returns_parts_1_0_of_2", "type(r)([r[1], r[0]])"),
        ("ignores_n", "return walk(n, x, scale=scale)"),
        ("uses_the_whole_part_of_n", "return walk(int(n), x, scale=scale)"),
        ("uses_the_first_half_of_x", "return walk(n, x[:max(1, len(x) // 2)], scale=scale)"),
        ("takes_as_in_memory_x", "torch.as_strided(x, x.shape"),
        ("divides_n_by_size_of_x", "return walk(n / x.numel(), x, scale=scale)"),
        ("sorts_n_and_x", "return walk(min(n, x), max(n, x), scale=scale)"),
        ("gives_float64_in_part_1", "changed(one) if at == 0 else one"),
        ("keeps_the_smallest", "t.cummin(0).values"),
        ("divides_by_size_of_x", "t / x.numel()"),
    ],
)
def test_what_is_made(name: str, holds: str) -> None:
    """One of each kind."""
    assert holds in texts("walk")[name]


def test_no_mistake_is_made_of_what_is_not_there() -> None:
    """No loop, no comparison, no pair of results, no optimizer."""
    made = texts("halve")
    assert not [name for name in made if name.startswith(("swaps", "ends", "turns", "makes", "reads"))]


# ── as diagnoses ─────────────────────────────────────────────────────────────────────────────────────────


def handed_in(folder: Path, seed: int, keys: Iterable[tuple[str, str]] = MISTAKES) -> Reports:
    """These mistakes as submissions, under one seed."""
    texts = {key: (key[0].partition("/")[0], MISTAKES[key][1]) for key in keys}
    only = {key: touched(*text) for key, text in texts.items()}
    return pasted_each(folder, texts, only=only, seed=seed, evaluation=Named)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    return handed_in(tmp_path_factory.mktemp("systematic"), 7, KINDS)


def said(report: Report, name: str) -> Diagnosis | None:
    """What is said of a function, the same at each of its failed checks."""
    (found,) = {check.diagnosis for check in function(report, name).checks if check.status.value == "failed"}
    return found


def demand_named(key: tuple[str, str], report: Report) -> None:
    """The function alone loses points, and what is said of it is true."""
    name = key[0].partition("/")[2]
    assert set(lost(report)) == {name}
    diagnosis, words = said(report, name), MISTAKES[key][0]
    if not words:
        assert diagnosis is None
    else:
        assert diagnosis is not None
        assert any(one in str(diagnosis.headline) for one in words), f"{diagnosis.id}: {diagnosis.headline}"


@pytest.mark.parametrize("key", KINDS, ids="/".join)
def test_it_is_named(key: tuple[str, str], reports: Reports) -> None:
    """Whatever the function looks like: its answers are those of the mistake."""
    demand_named(key, reports[key])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8, 9])
def test_all_are_named_under_any_seed(seed: int, tmp_path: Path) -> None:
    """Every mistake, and the same is said of it."""
    for key, report in handed_in(tmp_path, seed).items():
        demand_named(key, report)


def test_nearly_all_are_named() -> None:
    """Those without words are left without a name, and are few."""
    assert sum(not words for words, _ in MISTAKES.values()) <= 4 < len(MISTAKES) / 10


def test_a_kit_has_none(tmp_path: Path) -> None:
    """There is no reference to make them from."""
    shutil.copytree(ROOT / "tests" / "courses" / "sound", tmp_path / "kit")
    assignment = open_course(tmp_path / "kit").assignment("shapes")
    assignment.solution.unlink()
    pool = Pool(kept)
    asked = question("area", ["width", "height"], (2, 3), {}, seed=0, device="cpu")
    call = Call(function="area", arguments=asked.shown)
    answered = [Asked(asked, Observation(call=call, outcome=Outcome.RETURNED, value=5), Allowance(5.0))]
    assert Misconceptions(pool, assignment).matching("area", answered, Group.SYSTEMATIC) == []
    pool.close()
