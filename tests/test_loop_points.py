"""What a mistake in a loop costs: an off-by-one its own point alone, no zeroing all that rests on zeroing."""

from __future__ import annotations

import pytest
from helpers.grading import Named, failed, function, lost, pasted_each, touched

from grader.model import Report

BY_HAND = """
def {name}(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range({rounds}):
        {zero}
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= learning_rate * params.grad
    return params
"""
WITH_AN_OPTIMIZER = """
def {name}(n_epochs, optimizer, params, t_u, t_c):
    for _ in range({rounds}):
        {zero}
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
"""
VALIDATING = """
def {name}(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for _ in range({rounds}):
        {zero}
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        with torch.no_grad():
            val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        rows.append([loss.item(), val_loss.item()])
        loss.backward()
        optimizer.step()
    return params, torch.tensor(rows)
"""
LOOPS = {
    ("autograd", "training_loop"): (BY_HAND, "params.grad = None"),
    ("optimizers", "training_loop"): (WITH_AN_OPTIMIZER, "optimizer.zero_grad()"),
    ("optimizers", "fixed_training_loop"): (WITH_AN_OPTIMIZER, "optimizer.zero_grad()"),
    ("validation", "training_loop"): (VALIDATING, "optimizer.zero_grad()"),
    ("quadratic", "training_loop"): (WITH_AN_OPTIMIZER, "optimizer.zero_grad()"),
}
TYPICAL, UNZEROED = "one too few", "never zeroing"
ROUNDS = {
    "as many as asked": "n_epochs",
    TYPICAL: "n_epochs - 1",
    "one too many": "n_epochs + 1",
    "one too few from one": "1, n_epochs",
    "two too few": "max(n_epochs - 2, 0)",
    "always one": "1",
    "always three": "3",
    UNZEROED: "n_epochs",
    "an epoch more where the optimizer has a memory": "n_epochs + bool(optimizer.defaults.get('momentum'))",
}
# (assignment, function) → points that never zeroing leaves.
LEFT = {
    ("autograd", "training_loop"): 2,
    ("optimizers", "training_loop"): 2,
    ("optimizers", "fixed_training_loop"): 2,
    ("validation", "training_loop"): 5,
    ("quadratic", "training_loop"): 2,
}


def text(loop: tuple[str, str], rounds: str) -> tuple[str, str]:
    """Its assignment, and a loop of this many rounds in its place."""
    written, zero = LOOPS[loop]
    cleared = "pass" if rounds == UNZEROED else zero
    return loop[0], written.format(name=loop[1], rounds=ROUNDS[rounds], zero=cleared)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[tuple[str, str], str], Report]:
    """Each loop with each number of rounds. Only of those that never zero, the mistake is looked for.

    Of one number of rounds, all is checked that the loop bears on; of the others, the loop itself.
    """
    asked = {
        (loop, rounds): text(loop, rounds)
        for loop in LOOPS
        for rounds in ROUNDS
        if "optimizer" not in rounds or loop[0] != "autograd"
    }
    named = {key: one for key, one in asked.items() if key[1] == UNZEROED}
    counted = {key: one for key, one in asked.items() if key not in named}
    only = {key: touched(*one) if key[1] == TYPICAL else key[0][1:] for key, one in asked.items()}
    found = pasted_each(tmp_path_factory.mktemp("counted"), counted, only=only, diagnosis=False)
    return found | pasted_each(tmp_path_factory.mktemp("named"), named, only=only, evaluation=Named)


def lost_by(reports: dict[tuple[tuple[str, str], str], Report], loop: tuple[str, str], rounds: str) -> float:
    """Points that the loop itself loses; no other function loses any."""
    points = lost(reports[loop, rounds])
    assert set(points) <= {loop[1]}
    return points.get(loop[1], 0.0)


@pytest.mark.parametrize("loop", LOOPS, ids=".".join)
def test_an_off_by_one_costs_one_point(
    loop: tuple[str, str], reports: dict[tuple[tuple[str, str], str], Report]
) -> None:
    """That of the exact count, and of nothing else."""
    assert lost_by(reports, loop, "as many as asked") == 0
    for rounds in (TYPICAL, "one too many", "one too few from one"):
        assert lost_by(reports, loop, rounds) == 1, rounds
        assert "exactly n_epochs" in str(failed(reports[loop, rounds], loop[1]).title)


@pytest.mark.parametrize("loop", LOOPS, ids=".".join)
def test_any_other_number_of_epochs_costs_more(
    loop: tuple[str, str], reports: dict[tuple[tuple[str, str], str], Report]
) -> None:
    """Two too few, or a number of one's own: what fits one call does not fit the others."""
    for rounds in ("two too few", "always one", "always three"):
        assert lost_by(reports, loop, rounds) >= 2, rounds


@pytest.mark.parametrize("loop", [loop for loop in LOOPS if loop[0] != "autograd"], ids=".".join)
def test_nobody_has_all_points_without_the_count(
    loop: tuple[str, str], reports: dict[tuple[tuple[str, str], str], Report]
) -> None:
    """A count that is wrong for one kind of input alone is found."""
    assert lost_by(reports, loop, "an epoch more where the optimizer has a memory") >= 1


@pytest.mark.parametrize("loop", LOOPS, ids=".".join)
def test_never_zeroing_leaves_what_does_not_rest_on_it(
    loop: tuple[str, str], reports: dict[tuple[tuple[str, str], str], Report]
) -> None:
    """A step that is right, and the tensor that is returned."""
    own = function(reports[loop, UNZEROED], loop[1])
    assert own.score == LEFT[loop]
    assert failed(reports[loop, UNZEROED], loop[1]).diagnosis is not None
