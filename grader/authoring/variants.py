"""Many texts of one function in one child: each stands there under a name of its own, beside the reference.

A fork for each of a thousand mutants takes most of an audit's time. What one text does to a child is seen by
the next one, so a verdict counts only where the reference, asked after them, still passes; and only a no
counts. A text that no check says no to here, or that ended the child, is tried again in a child of its own.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

import pytest

from grader.authoring.arguments import Profile
from grader.authoring.insertions import PREAMBLE
from grader.diagnosis.asked import REPLAYED
from grader.grading import fixtures
from grader.grading.context import AssignmentContext
from grader.grading.questions import Questions
from grader.grading.responders import ReferenceResponder
from grader.grading.runs import CheckRun, RunCheck
from grader.grading.settings import Settings
from grader.grading.verdicts import verdict
from grader.model import Cell, CheckResult, Observation, Outcome, Status
from grader.reference.live import PATIENT
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.outside.time_limit import Allowance
from grader.testing.checks import Check
from grader.testing.functions import Arguments

# The reference under a name of its own.
_RIGHT = "_variant_right"


class Said(Enum):
    """What a check says to a text, or a child's end."""

    YES = "yes"
    NO = "no"
    # Its call took too long: a no, but the child has gone.
    LATE = "late"
    # The check could not judge it, or the child died: a child of its own will tell.
    UNSURE = "unsure"


def items_of(items: Iterable[pytest.Item], function: str, device: str) -> list[pytest.Item]:
    """The checks of a function that are for this device."""
    found = [(item, fixtures.check_of(item)) for item in items]
    return [
        item
        for item, check in found
        if check is not None and check.function == function and device in (check.devices or (device,))
    ]


class _OneRun:
    """Runs one check once, with given answers, and keeps what it says: for fixtures, an evaluation."""

    def __init__(self, given: CheckRun, settings: Settings) -> None:
        self.settings = settings
        self.said = Said.UNSURE
        self._given = given

    def first_run(self, check: Check) -> CheckRun:
        """What the check is given."""
        return self._given

    def judge(self, check: Check, run: RunCheck) -> CheckResult:
        """Run it. The verdict returned is nobody's."""
        try:
            run(self._given)
            self.said = Said.YES
        except AssertionError:
            self.said = Said.NO
        except Exception:  # ours or the check's own: the trial that follows says so
            self.said = Said.UNSURE
        return verdict(check, self._given.device, Status.PASSED)


class Answering:
    """Answers one run: the function under trial by a text, all else by the reference."""

    def __init__(
        self,
        questions: Questions,
        reference: ReferenceResponder,
        function: str,
        ask: SandboxedSource | None = None,
        name: str = "",
        only: Collection[bytes] | None = None,
    ) -> None:
        """ask, name: whom, and what the text is called there; without them the reference answers all.

        only: digests of the calls that are asked; all where None.
        """
        self.questions = questions
        self._reference = reference
        self._function = function
        self._ask, self._name, self._only = ask, name, only
        self.asked: list[tuple[Question, Observation]] = []
        self.ended = Outcome.RETURNED

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        questions = [self.questions.of(function, call) for call in calls]
        put = [] if function != self._function else list(filter(self._is_asked, questions))
        theirs = {id(question) for question in put}
        answers = iter(self._put(put))
        found = [next(answers) if id(one) in theirs else self._reference.answer(one) for one in questions]
        if function == self._function:
            self.asked += zip(questions, found, strict=True)
        return found

    def _is_asked(self, question: Question) -> bool:
        return self._ask is not None and (self._only is None or digest(question) in self._only)

    def _put(self, questions: Sequence[Question]) -> list[Observation]:
        """Ask the text, under its name, one call after another."""
        if self._ask is None or not questions:
            return []
        named = [replace(question, function=self._name) for question in questions]
        found = self._ask.call_all(named, self._allowance)
        lost = [seen.outcome for seen in found if seen.outcome not in REPLAYED]
        self.ended = lost[0] if lost else self.ended
        return found

    def _allowance(self, question: Question) -> Allowance:
        """As for the function itself, which the reference knows."""
        return self.questions.allowance(replace(question, function=self._function))


def digest(question: Question) -> bytes:
    """Equal for equal calls under any seed."""
    return replace(question, seed=0).key()


@dataclass(slots=True)
class Calls:
    """What the checks ask of one function, seen with the reference."""

    profile: Profile = field(default_factory=Profile)
    # By check: the calls that are the same under every seed.
    fixed: dict[str, set[bytes]] = field(default_factory=dict)


class Variants:
    """The texts of one function, and its checks."""

    def __init__(
        self,
        context: AssignmentContext,
        items: Sequence[pytest.Item],
        function: str,
        settings: Settings,
        config: pytest.Config,
    ) -> None:
        """items: the checks of the function on the first device."""
        self.checks = [(item, check) for item in items if (check := fixtures.check_of(item)) is not None]
        self.function = function
        self._context = context
        self._settings, self._device = settings, settings.devices[0]
        self._config = config
        self._names: dict[str, str] = {}
        self._sandboxed: SandboxedSource | None = None
        # By check, how many it has said no to: the next text meets that one first.
        self._noes: Counter[str] = Counter()

    # ── the reference's calls ────────────────────────────────────────────────────────────────────────────

    def calls(self, seeds: Sequence[int]) -> Calls:
        """What the checks ask under these seeds."""
        found = Calls()
        for item, check in self.checks:
            each = [self._asked(item, check, seed, found.profile) for seed in seeds]
            found.fixed[check.id] = set.intersection(*each) if each else set()
        return found

    def _asked(self, item: pytest.Item, check: Check, seed: int, profile: Profile) -> set[bytes]:
        answering = self._answering(check, seed)
        self._said(item, check, seed, answering)
        for _, seen in answering.asked:
            profile.see(seen)
        return {digest(question) for question, _ in answering.asked}

    # ── texts ────────────────────────────────────────────────────────────────────────────────────────────

    def load(self, texts: Mapping[str, str]) -> None:
        """Put texts, by any key, beside the reference; what stood there goes."""
        self.close()
        self._names = {key: f"_variant_{number}" for number, key in enumerate(texts)}
        cells = [renamed(texts[key], self.function, name) for key, name in self._names.items()]
        self._sandboxed = SandboxedSource(
            self._context.pool,
            [
                self._context.assignment.solution_cell(),
                Cell(name="variants.py", text="\n".join([PREAMBLE, *cells, f"{_RIGHT} = {self.function}"])),
            ],
            [],
            budget=PATIENT,
            trusted=True,
            device=self._device,
        )

    def first_no(
        self, key: str, seed: int, only: Mapping[str, Collection[bytes]] | None = None
    ) -> tuple[Said, str]:
        """The first no of any check, and whose; only: by check, the calls that are asked."""
        for item, check in sorted(self.checks, key=lambda pair: -self._noes[pair[1].id]):
            asked = None if only is None else only.get(check.id, ())
            if asked is not None and not asked:
                continue
            answer = self.said(key, item, check, seed, asked)
            if answer is not Said.YES:
                self._noes[check.id] += 1
                return answer, check.id
        return Said.YES, ""

    def said(
        self,
        key: str,
        item: pytest.Item,
        check: Check,
        seed: int,
        only: Collection[bytes] | None = None,
    ) -> Said:
        """What one check says to a text."""
        return self._said(item, check, seed, self._answering(check, seed, self._names[key], only))

    def is_intact(self, seed: int) -> bool:
        """Whether the reference, in the same child, still passes all."""
        return all(
            self._said(item, check, seed, self._answering(check, seed, _RIGHT)) is Said.YES
            for item, check in self.checks
        )

    def _answering(
        self, check: Check, seed: int, name: str = "", only: Collection[bytes] | None = None
    ) -> Answering:
        questions = Questions(check, self._device, self._context.reference, seed)
        reference = ReferenceResponder(questions, self._context.reference)
        return Answering(questions, reference, self.function, self._sandboxed if name else None, name, only)

    def _said(self, item: pytest.Item, check: Check, seed: int, answering: Answering) -> Said:
        reference = ReferenceResponder(answering.questions, self._context.reference)
        given = CheckRun(check, self._device, seed, answering, reference, first=True)
        running = _OneRun(given, replace(self._settings, seed=seed))
        fixtures.current_evaluations(self._config).current[self._context.assignment.name] = running
        fixtures.run_item(item, None)
        if answering.ended is Outcome.TIMED_OUT:
            return Said.LATE if running.said is Said.NO else Said.UNSURE
        return running.said if answering.ended is Outcome.RETURNED else Said.UNSURE

    def close(self) -> None:
        """Let the child go."""
        if self._sandboxed is not None:
            self._sandboxed.close()


def renamed(text: str, function: str, name: str) -> str:
    """A text that defines a function, or binds its name, with another name for it; what it reads stays."""
    module = ast.parse(text)
    for part in module.body:
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and part.name == function:
            part.name = name
            for inner in ast.walk(part):
                if isinstance(inner, ast.Name) and inner.id == function:
                    inner.id = name
        elif isinstance(part, ast.Assign):
            for target in part.targets:
                if isinstance(target, ast.Name) and target.id == function:
                    target.id = name
    return ast.unparse(module)
