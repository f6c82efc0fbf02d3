"""The example class comes out as examples/README.md says, whatever the seed."""

from __future__ import annotations

import re

import pytest
from helpers.expected_rows import complaints
from helpers.grading import ROOT, Named, demand_graded, function, grade_files, lost

from grader.model import Report
from grader.sandbox.outside.budget import Budget
from grader.submission import find

CLASS = ROOT / "examples" / "submissions"
SEED = 20261121
WITH_NOTES = {"bjorn", "dilnoza", "jelena", "kwame", "sofia", "uma"}

# By student and assignment: which functions lose points, and the diagnosis of each ("" for none).
EXPECTED: dict[tuple[str, str], dict[str, str]] = {
    ("amara", "autograd"): {},
    ("amara", "gradient_descent"): {},
    ("bjorn", "gradient_descent"): {"has_diverged": "looks_only_for_growth"},
    ("chidi", "optimizers"): {},
    ("dilnoza", "gradient_descent"): {},
    ("elif", "gradient_descent"): {
        "dloss_fn": "forgets_the_mean",
        "training_loop": "works_in_place",
        "train_until": "counts_from_zero",
    },
    ("farid", "autograd"): {"gradient": "keeps_the_old_gradient", "training_loop": "never_zeroes"},
    ("farid", "optimizers"): {
        "train_step": "zeroes_after_backward",
        "training_loop": "zeroes_after_backward",
        "fixed_training_loop": "",
    },
    ("giulia", "gradient_descent"): dict.fromkeys(
        [
            "numerical_grad_fn", "dmodel_db", "grad_fn", "training_loop", "loss_history", "train_until",
            "has_diverged", "plot_fit",
        ],
        "",
    ),
    ("hana", "gradient_descent"): {"loss_fn": "adds_instead_of_averaging"},
    ("ikaika", "autograd"): {"training_loop": ""},
    ("jelena", "optimizers"): {"train_step": ""},
    ("kwame", "gradient_descent"): {},
    ("lars", "gradient_descent"): {"grad_fn": "averages_again"},
    ("mei", "autograd"): {},
    ("nadia", "optimizers"): {"make_optimizer": "", "train_step": "returns_the_loss_after_the_step"},
    ("priya", "optimizers"): {},
    ("quentin", "gradient_descent"): {"grad_fn": "derives_with_autograd", "plot_fit": "forgets_the_labels"},
    ("rosa", "autograd"): {
        "accumulated_gradient": "zeroes_every_time",
        "zero_grad": "forgets_that_there_may_be_none",
        "update": "steps_along_the_graph",
        "training_loop": "walks_out_of_the_graph",
    },
    ("sofia", "gradient_descent"): {
        "numerical_grad_fn": "",
        "normalize_inputs": "works_in_place",
        "training_loop": "one_epoch_too_few",
        "loss_history": "records_after_the_update",
        "train_until": "",
        "has_diverged": "",
        "plot_fit": "",
    },
    ("tomasz", "optimizers"): {
        "available_optimizers": "",
        "make_optimizer": "lets_the_attribute_error_out",
        "train_step": "returns_a_tensor",
        "training_loop": "",
        "fixed_training_loop": "steps_by_hand",
    },
    ("uma", "autograd"): {},
    ("yusuf", "gradient_descent"): {
        "numerical_grad_fn": "multiplies_where_it_should_divide",
        "grad_fn": "points_downhill",
        "loss_history": "returns_a_list",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, str], Report]:
    """The whole class, by student and assignment."""
    found = find(CLASS, ["autograd", "gradient_descent", "optimizers"])
    budget = Budget(load=2.0, total=20.0)
    # Which lines are pointed to is what test_located is about.
    graded = grade_files(found, seed=SEED, budget=budget, evaluation=Named)
    return {(report.student, report.assignment): report for report in graded}


def test_nobody_is_lost(reports: dict[tuple[str, str], Report]) -> None:
    """Every file of the class is graded, and none but these."""
    assert set(reports) == {*EXPECTED, ("oscar", "gradient_descent")}
    for report in reports.values():
        demand_graded(report)


@pytest.mark.parametrize("who", list(EXPECTED), ids="/".join)
def test_points_and_diagnoses(who: tuple[str, str], reports: dict[tuple[str, str], Report]) -> None:
    """These functions lose points, with these diagnoses; every other function keeps all of its points."""
    report = reports[who]
    named = {
        function.name: {check.diagnosis.id for check in function.checks if check.diagnosis}
        for function in report.functions
    }
    expected = {name: {f"{name}/{mistake}"} if mistake else set() for name, mistake in EXPECTED[who].items()}
    assert {name: named[name] for name in lost(report)} == expected
    assert bool(report.notes) == (who[0] in WITH_NOTES)


def test_expected_is_what_was_expected(reports: dict[tuple[str, str], Report]) -> None:
    """The `expected` row of an example is a value or what was asked for, never the complaint once more."""
    examples = {
        who: [c for f in one.functions for c in f.checks if c.example] for who, one in reports.items()
    }
    shown = {who for who, checks in examples.items() if checks}
    # Of the others, nothing is called, or all is right.
    assert shown >= {who for who, mistakes in EXPECTED.items() if any(mistakes.values())}
    assert [said for report in reports.values() for said in complaints(report)] == []


def test_no_line_speaks_against_its_heading(reports: dict[tuple[str, str], Report]) -> None:
    """What a sibling's mistake is taken out of is said of the check: its function may fail another."""
    freed = {
        who: [check for item in report.functions for check in item.checks if check.blamed]
        for who, report in reports.items()
    }
    assert {who[0] for who, checks in freed.items() if checks} == {"elif", "hana", "jelena", "lars"}
    for checks in freed.values():
        assert all(str(check.message).startswith("This is right except for `") for check in checks)


def test_a_name_that_is_nearly_right_is_pointed_at(reports: dict[tuple[str, str], Report]) -> None:
    """tomasz wrote `train_loop` where `training_loop` was asked for."""
    missing = function(reports["tomasz", "optimizers"], "training_loop")
    assert "Your file has `train_loop`." in str(missing.checks[0].message)


def test_the_attacker_gets_the_point_for_what_is_right(reports: dict[tuple[str, str], Report]) -> None:
    """`model`, and not one point more."""
    report = reports["oscar", "gradient_descent"]
    assert report.score == 1
    assert [function.name for function in report.functions if function.score] == ["model"]


def test_the_table_lists_the_class() -> None:
    """examples/README.md has a row for each file that is there."""
    rows = re.findall(r"^\| (\w+) \| `(\S+)` \|", (ROOT / "examples/README.md").read_text("utf-8"), re.M)
    files = {(path.parent.name, path.name) for path in CLASS.glob("*/*")}
    assert set(rows) == files
