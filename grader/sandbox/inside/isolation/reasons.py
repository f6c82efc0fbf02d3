"""Why a wall does not stand, or a device is not there: a key and values. The trusted side has the sentences.

They are in `grader.sandbox.outside.reasons`, under the same keys.
"""

from __future__ import annotations

from grader.sandbox.levels import Reason

# Characters of one value: a path, a name, the system's own words.
_LONGEST = 500


def reason(key: str, *values: str) -> Reason:
    """One reason; its values are cut where they are too long."""
    return (key, *(value[:_LONGEST] for value in values))


class UnavailableError(OSError):
    """Something that the walls or a device need is not there. reasons: why, for the trusted side."""

    def __init__(self, *reasons: Reason, number: int = 0) -> None:
        super().__init__(number, "; ".join(": ".join(reason) for reason in reasons))
        self.reasons = reasons


def reasons_of(error: BaseException) -> tuple[Reason, ...]:
    """The reasons of an error; where it has none, its own words."""
    if isinstance(error, UnavailableError):
        return error.reasons
    return (reason("other error", _words(error)),)


def _words(error: BaseException) -> str:
    if not isinstance(error, OSError):
        return f"{type(error).__name__}: {error}"
    # Without its number.
    return error.strerror if error.filename is None and error.strerror else str(error)
