"""What trials come to: what went otherwise than it must, and which mutants live.

A mutant is killed where a check says no to it, on any device tried. One that lives under some seed lives; so
does nonsense that a check gives a point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.authoring.equivalents import Equivalent, is_said
from grader.authoring.function_trials import MutantOutcome
from grader.authoring.mutants import Key
from grader.authoring.structure import Problem
from grader.authoring.trials import Trial, TrialResult
from grader.words.messages import Code, Items, Message, Value, quoted, say

Outcomes = Sequence[tuple[Trial, TrialResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that no check says no to, and that is not listed as equivalent."""

    key: Key
    operator: str
    # Seeds under which it survived.
    seeds: tuple[int, ...]
    # Of nonsense: the checks that gave it points.
    earned: tuple[str, ...] = ()


@dataclass(slots=True)
class MutantCount:
    """How many mutants of one kind there were, and what became of them."""

    made: int = 0
    killed: int = 0
    # Of these: by a call that is the same under every seed.
    once: int = 0
    equivalent: int = 0


@dataclass(slots=True)
class MutantVerdict:
    """What became of one assignment's mutants."""

    # "slip", "insertion", "nonsense", "systematic".
    counts: dict[str, MutantCount] = field(default_factory=lambda: defaultdict(MutantCount))
    survivors: list[Survivor] = field(default_factory=list)
    # Those that live and may, with the reason.
    equivalent: list[tuple[Key, Equivalent]] = field(default_factory=list)
    # Mutants that could not be judged, and entries of the list of equivalent mutants that are not true.
    problems: list[Problem] = field(default_factory=list)


def unlike(outcomes: Outcomes) -> Iterator[Problem]:
    """Each text of which came what must not, with the seeds under which it did."""
    tried: dict[tuple[str, str], int] = defaultdict(int)
    grouped: dict[tuple[str, str, Message], list[Trial]] = defaultdict(list)
    for trial, result in outcomes:
        where = "/".join(part for part in (trial.assignment, trial.name) if part)
        tried[trial.kind.value, where] += 1
        if result.problem:
            grouped[trial.kind.value, where, result.problem].append(trial)
    for (kind, where, what), trials in grouped.items():
        always = len(trials) == tried[kind, where]
        seeds = [trial.settings.seed for trial in trials]
        yield Problem(kind, where, what if always else what + _under(seeds))


def _under(seeds: Iterable[int]) -> Message:
    return say("Under seed {seeds}.", seeds=Items(tuple(seeds), "commas"))


def judge_mutants(
    assignment: str,
    outcomes: Sequence[MutantOutcome],
    equivalent: Mapping[Key, Equivalent],
    devices: Sequence[str],
) -> MutantVerdict:
    """Count the killed and the equivalent; what is neither survives.

    Args:
        assignment: whose they are.
        outcomes: of its mutants.
        equivalent: the course's list; an entry for these mutants that is not true is a problem.
        devices: what was tried.
    """
    verdict = MutantVerdict()
    for outcome in outcomes:
        _count(verdict, outcome, equivalent, devices)
    met = {outcome.mutant.key for outcome in outcomes}
    verdict.problems += [stale(key) for key in equivalent if key.assignment == assignment and key not in met]
    return verdict


def _count(
    verdict: MutantVerdict,
    outcome: MutantOutcome,
    equivalent: Mapping[Key, Equivalent],
    devices: Sequence[str],
) -> None:
    key = outcome.mutant.key
    count = verdict.counts[key.kind]
    count.made += 1
    if key.kind == "systematic":
        count.killed += bool(outcome.killed_by)
        count.equivalent += not outcome.killed_by
        return
    if outcome.problem:
        kind = "nonsense" if key.kind == "nonsense" else "mutant"
        what = quoted(Code(key.becomes)) + outcome.problem
        verdict.problems.append(Problem(kind, f"{key.assignment}/{key.function}", what))
    listed = equivalent.get(key)
    if listed is not None:
        count.equivalent += 1
        verdict.equivalent.append((key, listed))
        verdict.problems += _untrue(outcome, listed, devices)
    elif outcome.lived or outcome.earned:
        operator, earned = outcome.mutant.operator, outcome.earned
        seeds = outcome.lived or (outcome.seed,)
        verdict.survivors.append(Survivor(key=key, operator=operator, seeds=seeds, earned=earned))
    else:
        count.killed += 1
        count.once += outcome.once


def _untrue(outcome: MutantOutcome, listed: Equivalent, devices: Sequence[str]) -> Iterator[Problem]:
    """What is not true of an entry in the list."""
    key = outcome.mutant.key
    where = f"{key.assignment}/{key.function}"
    if key.kind == "nonsense":
        if not (outcome.earned or outcome.problem):
            what = say(
                "No check gives {becomes} a point. Delete it from the list.", becomes=Code(key.becomes)
            )
            yield Problem("equivalent", where, what)
        return
    if outcome.killed_by and (not listed.devices or outcome.killed_on in listed.devices):
        what = say(
            "{check} catches {becomes} on {device}. Delete it from the list.",
            check=Code(outcome.killed_by),
            becomes=Code(key.becomes),
            device=Value(outcome.killed_on),
        )
        yield Problem("equivalent", where, what)
        return
    others = [device for device in devices if device not in listed.devices]
    if listed.devices and others and not outcome.killed_by:
        what = say(
            "{becomes} survives on {devices}, too. Delete `devices`, or make a check that catches it.",
            becomes=Code(key.becomes),
            devices=Items(tuple(map(Value, others))),
        )
        yield Problem("equivalent", where, what)


def unsaid(equivalent: Mapping[Key, Equivalent], exercises: Mapping[str, str]) -> Iterator[Problem]:
    """Entries whose sentence the exercise does not say. exercises: by assignment, what students get."""
    for key, listed in equivalent.items():
        text = exercises.get(key.assignment)
        if listed.sentence and text is not None and not is_said(listed.sentence, text):
            what = say(
                "The exercise does not say this sentence: {sentence}. Quote one that leaves {becomes} free.",
                sentence=Code(listed.sentence),
                becomes=Code(key.becomes),
            )
            yield Problem("equivalent", f"{key.assignment}/{key.function}", what)


def stale(key: Key) -> Problem:
    """An entry that speaks of a mutant there is none of."""
    if key.kind == "slip":
        what = say(
            "No mutant changes {was} to {becomes} any more. Correct the list.",
            was=Code(key.was),
            becomes=Code(key.becomes),
        )
    else:
        what = say("No mutant {becomes} any more. Correct the list.", becomes=Code(key.becomes))
    return Problem("equivalent", f"{key.assignment}/{key.function}", what)
