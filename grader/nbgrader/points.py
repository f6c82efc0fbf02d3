"""What a grade cell gives: nbgrader's rule for the value of its last line, without its holes."""

from __future__ import annotations

import math
import numbers
import re
from dataclasses import dataclass, field

import torch

from grader.sandbox.outside.notebook_run import CellOutput
from grader.words.messages import NOTHING, Message, Value, say

_NUMBER = r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf)"
# What Python shows of a number, bare or with its type: `np.int64(0)`, `tensor(0., grad_fn=…)`.
_BARE = re.compile(rf"({_NUMBER})|(?:np\.\w+|tensor|array)\(({_NUMBER})(?:,.*)?\)", re.DOTALL)
_OTHER = re.compile(
    r"\(?[-+.\deinfa]+j\)?|(?:\w+\.)*(?:Fraction|Decimal|complex\d+|c?longdouble|tensor)\((?!True|False)[^[]*\)"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A grade cell's points, None where a person has to decide, and why."""

    score: float | None
    note: Message = NOTHING
    shown: CellOutput = field(default_factory=CellOutput)


def points_of(value: object, points: float, note: Message) -> Marked:
    """nbgrader's rule, without its holes: no number is full points, one from 0 to `points` is itself."""
    if isinstance(value, torch.Tensor) or type(value).__module__ == "numpy":
        value = value.item() if getattr(value, "ndim", None) == 0 else None  # type: ignore[attr-defined]
    if isinstance(value, bool) or not isinstance(value, numbers.Number):
        return Marked(points, note)
    if isinstance(value, (int, float)) and math.isfinite(value) and 0 <= value <= points:
        return Marked(float(value), note)
    return _no_points(value, points, note)


def points_shown(shown: str, points: float, note: Message) -> Marked:
    """The same where the value of the last line is known by what Python shows of it."""
    found = _BARE.fullmatch(shown)
    if not found and _OTHER.fullmatch(shown):
        return _no_points(shown, points, note)
    return points_of(float(found[1] or found[2]) if found else None, points, note)


def _no_points(value: object, points: float, note: Message) -> Marked:
    why = say(
        "The last line of the cell is {value}. Expected a number from 0 to {points}.",
        value=Value(str(value)[:80]),
        points=Value(f"{points:g}"),
    )
    return Marked(None, why + note)
