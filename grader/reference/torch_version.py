"""Recorded answers are of one version of PyTorch: which is here, and with which others they may be used."""

from __future__ import annotations

import torch

from grader.words.messages import NOTHING, Message, Value, say

# Answers recorded with each of these were tried with the others: docs/hand-out.md says how.
_TRIED = ("2.13", "2.14")


def version_here() -> str:
    """The version of torch here, without what stands after a "+"."""
    return torch.__version__.partition("+")[0]


def other_version(recorded_with: str) -> Message:
    """That answers were made with another version than the one here; nothing where they were not."""
    here = version_here()
    if recorded_with == here:
        return NOTHING
    recorded = say("The kit's answers were made with torch {version}.", version=Value(recorded_with))
    return recorded + say("This computer has torch {version}.", version=Value(here))


def both_tried(recorded_with: str) -> bool:
    """Whether answers of that version were tried with the one here."""
    return all(release(version) in _TRIED for version in (recorded_with, version_here()))


def release(version: str) -> str:
    """The first two numbers of a version: "2.13"."""
    return ".".join(version.split(".")[:2])
