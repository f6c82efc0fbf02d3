"""autograd, optimizers, validation, quadratic: shortcuts that ordinary numbers hide are caught.

Each of these is right on most inputs. It loses points of its function under every seed; unusual right answers
lose none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers.grading import lost, pasted_each, touched
from helpers.shortcuts import RIGHT, WRONG

from grader.model import Report

SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3)))
Key = tuple[str, str, str]
Reports = Mapping[Key, Report]


@pytest.fixture(scope="module", params=SEEDS)
def wrong(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Of each shortcut under one seed."""
    return graded(WRONG, tmp_path_factory.mktemp("wrong"), request.param)


@pytest.fixture(scope="module", params=SEEDS)
def right(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Of each right answer under one seed."""
    return graded(RIGHT, tmp_path_factory.mktemp("right"), request.param)


def graded(variants: Mapping[Key, str], folder: Path, seed: int) -> Reports:
    """By assignment, function and what it does."""
    texts = {key: (key[0], text) for key, text in variants.items()}
    # Of the first seed, its own function; of the first text of each function all that it bears on. The other
    # seeds, which are slow, check all.
    first = {key[:2]: key for key in reversed(texts)}.values()
    only = {key: touched(*texts[key]) if key in first else key[1:2] for key in texts if seed == 1}
    return pasted_each(folder, texts, only=only, seed=seed, diagnosis=False)


@pytest.mark.parametrize("variant", list(WRONG), ids=": ".join)
def test_a_shortcut_is_caught(variant: Key, wrong: Reports) -> None:
    """It loses points of its own function, and of no other."""
    assert list(lost(wrong[variant])) == [variant[1]]


@pytest.mark.parametrize("variant", list(RIGHT), ids=": ".join)
def test_a_right_answer_is_right(variant: Key, right: Reports) -> None:
    """However it is written: no special value asks for more than the exercise says."""
    assert lost(right[variant]) == {}
