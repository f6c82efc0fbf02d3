"""Whether two exceptions, both seen under the same Python and PyTorch, come of the same mistake.

The one place where an observed message is compared: with another observed message, never with words of ours.
Types are compared by their names, which the child sends apart; of words only what no student chooses.
"""

from __future__ import annotations

import re

from grader.model import Observation
from grader.sandbox.upstream_words import NO_ATTRIBUTE, UNSUPPORTED_OPERAND, says

# Exceptions that people raise themselves: their words are theirs.
_IN_OWN_WORDS = ("ValueError", "KeyError", "AssertionError", "NotImplementedError", "Exception")
_QUOTED = re.compile(r"'(\w+)'")
_LACKING = re.compile(rf"(?<={re.escape(NO_ATTRIBUTE.text)}).*")
# As Python names a function in its messages.
_CALLED = re.compile(r"[\w.<>]+\(\)")


def same_error(mine: Observation, theirs: Observation) -> bool:
    """Whether two calls that raised did so alike: by type and, where a person did not write them, words."""
    return mine.error_type == theirs.error_type and _gist(mine) == _gist(theirs)


def _gist(seen: Observation) -> object:
    """What Python or PyTorch says without the names that a student chooses."""
    if seen.error_type in _IN_OWN_WORDS:
        return ""
    said = seen.error.removeprefix(seen.error_type).removeprefix(": ")
    if says(said, UNSUPPORTED_OPERAND):
        return frozenset(_QUOTED.findall(said))
    return _CALLED.sub("()", _LACKING.sub("", said)).partition("\n")[0]
