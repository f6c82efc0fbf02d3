"""One submission evaluated on one assignment: its answers, verdicts, whose fault, and why.

judge       each check as pytest comes to it: `judging`
functions   at the end: verdicts of each, and its mistake by name (`diagnosing`) or line (`locating`)
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from grader.errors import LibraryError, LostError
from grader.grading import remarks, verdicts
from grader.grading.blame import Blame
from grader.grading.context import AssignmentContext
from grader.grading.diagnosing import Diagnosing
from grader.grading.edit_trials import Effort
from grader.grading.judging import Judging
from grader.grading.locating import Locating
from grader.grading.runs import CheckRun, CheckRuns, Judged, RunCheck
from grader.grading.settings import Settings
from grader.model import CheckResult, Diagnosis, FunctionResult, Located, Observation, Source, Status
from grader.sandbox.outside.observations import Loading
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.time_limit import rounded
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.sandbox.sim.backend_name import give_name
from grader.testing.checks import Check
from grader.words.messages import Message, say


class Evaluation:
    """Runs checks on one submission, each run with a device and responders of its own."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        settings: Settings,
        *,
        only: Collection[str] = (),
        brief: bool = True,
    ) -> None:
        """only: the functions to check; none named is all. brief: cut loops on further devices."""
        self.context = context
        self.settings = settings
        self.unused = source.unused
        # Those that are to run: all, or those of some functions.
        self.checks = [check for check in context.checks if not only or check.function in only]
        self.results: list[tuple[Check, CheckResult]] = []
        self._cut_diagnosis = False
        # What was lost of ours, and lost again: there is no score.
        self.lost: LostError | None = None
        self._runs = CheckRuns(context, source, settings)
        self._blame = Blame(context, self._runs.sources, self.results)
        self._judging = Judging(context, source, self._runs, self._blame, settings, self.results, brief=brief)
        self._diagnosing = Diagnosing(context, self._runs, settings.seed, self._judging.judged)
        self._locating = Locating(context, source, self._runs, settings, self._judging.judged)
        if SIM in settings.devices:
            give_name()  # a check may say `torch.device(device)` here

    def load(self) -> Loading:
        """Load the submission, if it was not."""
        return self._runs.sources.load()

    @property
    def judged(self) -> list[Judged]:
        """What checks came to on the first device, and how to run them again; grows."""
        return self._judging.judged

    @property
    def needed(self) -> dict[str, LibraryError]:
        """By function, the library for want of which it cannot be graded here."""
        return self._judging.needed

    def first_run(self, check: Check) -> CheckRun:
        """What a check is given at first: the submission by itself, on the check's first device."""
        return self._runs.student(check, self._runs.devices_of(check)[0])

    def judge(self, check: Check, run: RunCheck) -> CheckResult:
        """Run one check, device after device until one says no, and keep its verdicts.

        Returns the verdict that the check's points hang on.
        """
        try:
            return self._judging.judge(check, run)
        except LostError as lost:
            self.lost = lost
            self.results.append((check, verdicts.verdict(check, self._first_device, Status.FAULT, lost.said)))
            return self.results[-1][1]

    def functions(self) -> tuple[FunctionResult, ...]:
        """Every function that was to be checked with its verdicts and, where one fits, its diagnosis."""
        self._judging.settle(self.checks)
        return tuple(self._function(name) for name in dict.fromkeys(c.function for c in self.checks))

    def _function(self, name: str) -> FunctionResult:
        checks = [result for check, result in self.results if check.function == name]
        is_written = name in self.load().definitions and self._judging.undone(name) is None
        if is_written and any(self._to_diagnose(result) for result in checks):
            diagnosis = self._diagnose(name)
            located = self._locate(name) if diagnosis is None else None
            if diagnosis is None and located is None and self._runs.sources.spending.is_used_up:
                self._cut_diagnosis = True
            checks = verdicts.explained(checks, self._first_device, diagnosis, located)
        scores = [result.score for result in checks]
        return FunctionResult(
            name=name,
            status=self._function_status(name, checks),
            score=None if None in scores else sum(score for score in scores if score is not None),
            max_score=sum(result.max_score for result in checks),
            checks=tuple(checks),
            location=self._judging.defined_at(name),
        )

    def _function_status(self, name: str, checks: list[CheckResult]) -> Status:
        status = verdicts.function_status(checks)
        if status is not Status.FAILED:
            return status
        loading = self.load()
        definition = loading.definitions.get(name)
        if remarks.not_callable(loading, name) is not None:
            return Status.FAILED
        if definition is None and not loading.failed:
            return Status.MISSING
        if definition is not None and self.context.reference.is_stub(definition):
            return Status.UNATTEMPTED
        return Status.FAILED

    @property
    def notes(self) -> list[Message]:
        """Where the submission's time was over, and what was not tried for that. After `functions`."""
        spent = say("The file used up its {seconds} seconds.", seconds=rounded(self.settings.budget.total))
        found: list[Message] = []
        if self._blame.untried:
            found.append(spent + say("So not every function was tried beside right ones of the reference."))
        if self._cut_diagnosis:
            found.append(spent + say("So its mistakes were not looked for to the end."))
        return found

    def _to_diagnose(self, result: CheckResult) -> bool:
        # Misconceptions are about values; what fails on a further device alone is about the device.
        return result.status is Status.FAILED and result.device == self._first_device

    def _diagnose(self, name: str) -> Diagnosis | None:
        return self._diagnosing.named(name, self._runs.sources.on(self._first_device))

    def _locate(self, name: str) -> Located | None:
        if self._first_device != "cpu":
            return None
        return self._locating.located(name, self.load(), self._blame.broken_siblings(name))

    @property
    def effort(self) -> Effort:
        """What it took to look for lines."""
        return self._locating.effort

    def replayed(self, check: Check, answer: Callable[[Question], Observation | None]) -> CheckRun:
        """A run on the first device in which these answers stand for the submission's, where there is one."""
        return self._runs.replayed(check, answer)

    def asked(self, device: str) -> dict[str, list[Question]]:
        """What was put to the submission on a kind of device, by function."""
        put: dict[str, list[Question]] = {}
        for source in self._runs.sources.on(device):
            for function, items in source.asked.items():
                put.setdefault(function, []).extend(item.question for item in items)
        return put

    @property
    def _first_device(self) -> str:
        return self.settings.devices[0]

    def close(self) -> None:
        """Let the children go."""
        self._runs.sources.close()
