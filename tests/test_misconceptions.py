"""Every misconception of the course is caught and named as itself, when a student hands it in.

One of every second function is tried always, all of them by `make test-slow`; `grader audit` tries them under
more seeds and on every device.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from helpers.expected_rows import complaints
from helpers.grading import ROOT, failed, lost
from helpers.misconceptions import ALL, FILES, FOLDER, handed_in, mistakes

from grader.course.layout import open_course
from grader.model import Report

SOME = [f"{path.parent.name}/{path.stem}/{mistakes(path)[0]}" for path in FILES[::2]]


@pytest.fixture(scope="module")
def some_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return handed_in(SOME, tmp_path_factory.mktemp("some"), touched_alone=True)


@pytest.fixture(scope="module")
def other_reports(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Report]:
    """Those alone that are asked for: with `-k`, one is graded in seconds."""
    asked = {str(one.callspec.params.get("mistake")) for one in _with_parameters(request.session.items)}
    chosen = [one for one in ALL if one in asked - {*SOME}]
    return handed_in(chosen, tmp_path_factory.mktemp("others"), touched_alone=True)


def _with_parameters(items: Iterable[pytest.Item]) -> Iterator[pytest.Function]:
    return (one for one in items if isinstance(one, pytest.Function) and hasattr(one, "callspec"))


@pytest.mark.parametrize("mistake", SOME)
def test_it_is_caught_and_named(mistake: str, some_reports: dict[str, Report]) -> None:
    """A student who believes it loses points for that function alone, and is told so as itself."""
    demand_named(mistake, some_reports[mistake])


@pytest.mark.slow
@pytest.mark.parametrize("mistake", [one for one in ALL if one not in SOME])
def test_every_other_one_is_caught_and_named(mistake: str, other_reports: dict[str, Report]) -> None:
    """The same for all others."""
    demand_named(mistake, other_reports[mistake])


def demand_named(mistake: str, report: Report) -> None:
    """Points lost for its function alone, its own diagnosis, and examples that say what was expected."""
    _, name, own = mistake.split("/")
    assert set(lost(report)) == {name}
    diagnosis = failed(report, name).diagnosis
    assert diagnosis is not None, f"caught, but not named: {failed(report, name)}"
    assert diagnosis.id == f"{name}/{own}"
    assert complaints(report) == []


@pytest.mark.parametrize("assignment", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_there_are_enough(assignment: str) -> None:
    """Eight for gradients by hand and every loop, at least one for each function that has a file."""
    counts = {path.stem: len(mistakes(path)) for path in FILES if path.parent.name == assignment}
    text = open_course(ROOT).assignment(assignment).solution.read_text(encoding="utf-8")
    assert counts
    for name, count in counts.items():
        assert f"def {name}(" in text, f"{name} is no function of {assignment}"
        many = name in ("dloss_fn", "grad_fn") or name.endswith("training_loop")
        assert count >= (8 if many else 1), f"{assignment}/{name}: {count}"
