"""How far training loops go on a further device, where an operation costs several times the CPU's.

What goes wrong there nearly always does so in the first epochs. So of each loop that a run of a check calls,
one call goes on to its end or its 20th epoch, and others stop after the third. Student and reference are
asked the same: they are handed the smaller number. The rule hangs on the call alone, and on no clock, so the
same submission has the same report on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from grader.testing.functions import Arguments

# Parameters that say how often a loop goes round, and that nothing else is told by. `max_epochs` is none of
# them: where a loop may stop earlier, the count is part of the answer.
COUNTS = frozenset(
    {"n_epochs", "num_epochs", "epochs", "n_steps", "num_steps", "n_iterations", "num_iterations"}
)
SHORT = 3
LONG = 20


class LoopLengths:
    """Cuts the loops of one run of a check."""

    def __init__(self, declared: Mapping[str, int] | None) -> None:
        """declared: by parameter, how far it may be cut (`@check(brief=…)`); None is the rule for all."""
        self._short = dict.fromkeys(COUNTS, SHORT) if declared is None else dict(declared)
        # Shorter ones cost little: they are left alone, unless the check says otherwise.
        self._spared = LONG if declared is None else 0
        # By function, the one call that goes on.
        self._long: dict[str, bytes] = {}
        # Whether any call was cut.
        self.cut_any = False

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
        goes_on = self._long.setdefault(function, key := digest()) == key
        lengths = {name: min(value, LONG if goes_on else self._short[name]) for name, value in counts.items()}
        self.cut_any = self.cut_any or lengths != counts
        cut = [lengths.get(name, value) for name, value in zip(names, arguments, strict=False)]
        named_cut = {name: lengths.get(name, value) for name, value in keywords.items()}
        return (*cut, *arguments[len(cut) :]), named_cut

    def _is_long(self, name: str, count: int) -> bool:
        return count > max(self._short.get(name, count), self._spared)
