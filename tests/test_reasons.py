"""Why a wall does not stand or a device is not there: keys inside, sentences outside."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.sandbox.outside import cards, reasons

SANDBOX = ROOT / "grader" / "sandbox"
# What takes a key: at which place, and how many values it adds.
TAKES_KEY = {"reason": (0, 0), "check": (1, 1), "_demand": (0, 1), "_must_fail": (0, 0)}
# Of NVIDIA's driver: an error's name and its code.
OF_DRIVER = {"_check": (2, 2)}
# These hand on a key that was given to them.
HAND_ON = {"kernel.py", "demands.py", "nvidia.py", "walls.py"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def keys_made(path: Path) -> Iterator[tuple[str, int]]:
    """Each key that a module of the inner side makes, and with how many values."""
    takes = {**TAKES_KEY, **(OF_DRIVER if path.name == "nvidia.py" else {})}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or called(node) not in takes:
            continue
        place, added = takes[called(node)]
        key = node.args[place]
        if isinstance(key, ast.Constant):
            is_attempt = called(node) == "_must_fail"
            yield str(key.value), len(node.args) - place - 1 + added - is_attempt
        else:
            assert path.name in HAND_ON and isinstance(key, ast.Name), f"{path.name}:{node.lineno}"


def made_inside() -> set[tuple[str, int]]:
    return {found for path in sorted((SANDBOX / "inside").rglob("*.py")) for found in keys_made(path)}


def made_outside() -> set[tuple[str, int]]:
    """The tuples that `cards` makes as reasons."""
    tree = ast.parse((SANDBOX / "outside" / "cards.py").read_text("utf-8"))
    missing = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "missing"
    ]
    found = [reason for said in missing if isinstance(said, ast.Tuple) for reason in said.elts]
    assert all(isinstance(reason, ast.Tuple) for reason in found)
    return {
        (str(ast.literal_eval(reason.elts[0])), len(reason.elts) - 1)
        for reason in found
        if isinstance(reason, ast.Tuple)
    }


def test_every_key_has_its_sentence() -> None:
    """What is made inside, and no other key, has a sentence outside, with a place for each value."""
    sentences = {
        (key, len(inspect.signature(sentence).parameters)) for key, sentence in reasons.SENTENCES.items()
    }
    made = made_inside() | made_outside()
    assert len(made) > 40 and len(made_outside()) == 2
    assert made == sentences


@pytest.mark.parametrize("key", reasons.SENTENCES)
def test_a_sentence_shows_what_it_was_given(key: str) -> None:
    """No value is lost on the way, and no sentence has a place that is not filled."""
    values = [f"value{number}" for number in range(len(inspect.signature(reasons.SENTENCES[key]).parameters))]
    said = str(reasons.said([(key, *values)]))
    assert all(value in said for value in values), said
    assert said and "{" not in said


@pytest.mark.parametrize("unknown", [("no such key", "a", "b"), ("mount", "/box"), ("there", "more")])
def test_an_unknown_reason_is_shown_as_heard(unknown: tuple[str, ...]) -> None:
    """A key that is not known, and one with too few or too many values."""
    assert str(reasons.said([unknown])) == ": ".join(unknown)


def test_what_a_child_says_is_bounded() -> None:
    """Neither many reasons nor long ones fill a page."""
    assert len(str(reasons.said([("mount", "/box", "x" * 10**6)] * 10**4))) < 10**5
    assert reasons.said([]) == reasons.said([()])


def test_the_driver_that_is_not_there_is_named() -> None:
    """Why there is no GPU crosses as a key, and is a sentence of ours on this side."""
    card = cards.first()
    if card.visible:
        pytest.skip("this machine has a GPU")
    assert {why[0] for why in card.missing} <= reasons.SENTENCES.keys()
    assert "NVIDIA's driver" in str(reasons.said(card.missing))
