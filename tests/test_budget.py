"""One budget for a submission: what a submission may use in all its children, what answers may cost us."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers.grading import failed, function, grade_texts, lost, pasted, solution

from grader.model import Status
from grader.sandbox import wire
from grader.sandbox.outside.budget import SIM_IS_SLOWER, Budget, Share, Spending

# How long its import computes: with a budget of six times as much.
TRAINS = """
import time as _time
_began = _time.process_time()
while _time.process_time() - _began < {seconds}:
    pass
"""
WRONG = "\ndef dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c)\n"
# Whole numbers that all have the same hash.
CRAFTED = """
def has_diverged(losses):
    return {(1 << 61) * n - n: 0 for n in range(6_000)}
"""
# Right, and on sim so slow that its time is over.
SPENDS = """
_dloss_fn = dloss_fn
def dloss_fn(t_p, t_c):
    import time
    began = time.process_time()
    while t_p.device.type == "sim" and time.process_time() - began < 3:
        pass
    return _dloss_fn(t_p, t_c)
"""


def test_one_sum_for_all_devices() -> None:
    """On sim, seconds count for less; hidden checks have a share that nothing else is made of."""
    spending = Spending(Budget(total=60.0))
    assert spending.left() == 50.0 and spending.left(Share.HIDDEN) == 10.0
    spending.add(20.0)
    spending.add(10 * SIM_IS_SLOWER, Share.FURTHER, slower=SIM_IS_SLOWER)
    assert spending.left() == 20.0
    assert spending.left(Share.FURTHER, slower=SIM_IS_SLOWER) == 15.0 * SIM_IS_SLOWER
    spending.add(9.0, Share.HIDDEN)
    assert spending.left() == 20.0 and spending.left(Share.HIDDEN) == 1.0
    spending.add(15.0, Share.FURTHER)
    assert spending.is_used_up and spending.left() == 5.0, "checks on the first device have their half"
    spending.add(6.0)
    assert spending.left() < 0 and spending.left(Share.HIDDEN) == 1.0


@pytest.mark.slow
def test_a_file_that_trains_when_it_is_loaded_fits(tmp_path: Path) -> None:
    """It is loaded on two devices, and with right siblings lent; its broken function costs itself alone."""
    budget = Budget(load=10.0, total=60.0)
    text = solution("gradient_descent") + WRONG + TRAINS.format(seconds=8.0)
    found = grade_texts(tmp_path, {"a": text}, "gradient_descent", devices=("cpu", "sim"), budget=budget)
    report = found["a"]
    assert set(lost(report)) == {"dloss_fn"}
    diagnosis = failed(report, "dloss_fn").diagnosis
    assert diagnosis is not None and diagnosis.id == "dloss_fn/forgets_the_mean"


@pytest.mark.slow
def test_what_the_students_code_used_up_fails_on_sim_too(tmp_path: Path) -> None:
    """It may not buy off what sim would find; the report says where its time ended."""
    text = solution("gradient_descent") + SPENDS
    budget = Budget(total=3.6)
    found = grade_texts(tmp_path, {"a": text}, "gradient_descent", devices=("cpu", "sim"), budget=budget)
    results = [check for item in found["a"].functions for check in item.checks]
    ended = ("used up its 3.6 seconds", "in the time that the file had left")
    spent = [one for one in results if any(words in str(one.message) for words in ended)]
    assert spent and {(one.device, one.status) for one in spent} == {("sim", Status.FAILED)}
    assert [one for one in results if one.status is Status.NOT_CHECKED] == []


def test_crafted_keys_cost_the_grader_nothing(tmp_path: Path) -> None:
    """A dict of that many keys that are no texts is no answer that anybody needs.

    To make a dozen of them, one for each call, would take five seconds.
    """
    only = {"a": ["has_diverged"]}
    began = time.process_time()
    report = pasted(tmp_path, "gradient_descent", {"a": CRAFTED}, only=only, diagnosis=False)["a"]
    assert time.process_time() - began < 2.5
    assert function(report, "has_diverged").status is Status.FAILED


@pytest.mark.parametrize(("count", "crosses"), [(wire.KEY_LIMIT, True), (wire.KEY_LIMIT + 1, False)])
def test_a_forged_answer_of_such_keys_is_refused(count: int, crosses: bool) -> None:
    """Whatever the child's own side would have sent."""
    numbers = wire.Mapping([(n, None) for n in range(count)])
    texts = wire.Mapping([(str(n), None) for n in range(count)])
    wire.validate([texts], 0)
    if crosses:
        wire.validate([numbers], 0)
    else:
        with pytest.raises(wire.WireError, match="too many keys"):
            wire.validate([numbers], 0)
