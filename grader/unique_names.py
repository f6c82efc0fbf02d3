"""Names that are each given once: the second of a name becomes name-2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class UniqueNames:
    """Gives names out, however many ask for the same one, in time that grows with their number only."""

    def __init__(self, taken: Iterable[str] = (), *, longest: int | None = None) -> None:
        """Names nobody gets, and the length in characters that no name exceeds once it has a number."""
        self._given = Counter(taken)
        self._longest = longest

    def free(self, wanted: str) -> str:
        """The name, or name-2, name-3 … where it is taken; from now on it is taken."""
        found = wanted
        while found in self._given:
            self._given[wanted] += 1
            number = f"-{self._given[wanted]}"
            found = wanted[: self._longest and self._longest - len(number)] + number
        self._given[found] = 1
        return found
