"""How far training loops go on a further device, where an operation costs several times the CPU's.

What goes wrong there nearly always does so in the first epochs. So of each loop that a run of a check calls,
one call goes on to its end or its 20th epoch, and others stop after the third. Student and reference are
asked the same: they are handed the smaller number. The rule hangs on the call alone, and on no clock, so the
same submission has the same report on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from grader.testing.functions import Arguments

# Parameters that say how often a loop goes round, and that nothing else is told by. `max_epochs` is none of
# them: where a loop may stop earlier, the count is part of the answer.
COUNTS = frozenset(
    {"n_epochs", "num_epochs", "epochs", "n_steps", "num_steps", "n_iterations", "num_iterations"}
)
SHORT = 3
LONG = 20


class LoopCut(Enum):
    """Which calls of a run have their loops cut."""

    NONE = "none"
    # All but one call of each loop, which goes on to its 20th epoch.
    MOST = "most"
    ALL = "all"


class LoopLengths:
    """Cuts the loops of one run of a check."""

    def __init__(self, declared: Mapping[str, int] | None, *, all_short: bool = False) -> None:
        """declared: by parameter, how far it may be cut (`@check(brief=…)`); None is the rule for all.

        all_short: no call goes on.
        """
        self._all_short = all_short
        self._short = dict.fromkeys(COUNTS, SHORT) if declared is None else dict(declared)
        # Shorter ones cost little: they are left alone, unless the check says otherwise.
        self._spared = LONG if declared is None else 0
        # By function, the one call that goes on.
        self._long: dict[str, bytes] = {}
        # Of the calls that were cut: how often the shortest goes round if it is not; 0 where none was cut.
        self.rounds = 0

    @property
    def cut_any(self) -> bool:
        """Whether any call was cut."""
        return self.rounds > 0

    def cut(
        self, function: str, names: Sequence[str], call: Arguments, digest: Callable[[], bytes]
    ) -> Arguments:
        """The call, its loop cut. names: of the parameters; digest: equal for equal calls."""
        arguments, keywords = call
        named = {**dict(zip(names, arguments, strict=False)), **keywords}
        counts = {
            name: value for name, value in named.items() if type(value) is int and self._is_long(name, value)
        }
        if not counts:
            return call
        goes_on = not self._all_short and self._long.setdefault(function, key := digest()) == key
        lengths = {name: min(value, LONG if goes_on else self._short[name]) for name, value in counts.items()}
        if lengths != counts:
            self.rounds = min(self.rounds or max(counts.values()), max(counts.values()))
        cut = [lengths.get(name, value) for name, value in zip(names, arguments, strict=False)]
        named_cut = {name: lengths.get(name, value) for name, value in keywords.items()}
        return (*cut, *arguments[len(cut) :]), named_cut

    def cuts(self, named: Mapping[str, object]) -> bool:
        """Whether a call with these arguments would be cut."""
        return any(type(value) is int and self._is_long(name, value) for name, value in named.items())

    def _is_long(self, name: str, count: int) -> bool:
        return count > max(self._short.get(name, count), self._spared)
