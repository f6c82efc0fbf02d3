"""What was asked of a student's function, and what it made of it: what mistakes are compared by."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Observation, Outcome
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.time_limit import Allowance

# Only calls that came back say which mistake a function makes.
REPLAYED = (Outcome.RETURNED, Outcome.RAISED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what the student's function made of it."""

    question: Question
    seen: Observation
    # What the call might use.
    allowance: Allowance
    # The id of the check that asked.
    check: str = ""
