"""What trials come to: what went otherwise than it must, and which mutants live.

A mutant is killed where a check says no to it, on any device tried. One that lives under some seed lives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.authoring.equivalents import Equivalent
from grader.authoring.mutants import Key, Mutant
from grader.authoring.structure import Problem
from grader.authoring.trials import Trial, TrialResult
from grader.words.messages import NOTHING, Code, Items, Message, Value, quoted, say

Outcomes = Sequence[tuple[Trial, TrialResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that no check says no to, and that is not listed as equivalent."""

    key: Key
    operator: str
    # Seeds under which it survived.
    seeds: tuple[int, ...]


@dataclass(slots=True)
class MutantVerdict:
    """What became of one assignment's mutants."""

    killed: int = 0
    equivalent: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    # Entries of the list of equivalent mutants that are not true.
    problems: list[Problem] = field(default_factory=list)


def unlike(outcomes: Outcomes) -> Iterator[Problem]:
    """Each text of which came what must not, with the seeds under which it did."""
    tried: dict[tuple[str, str], int] = defaultdict(int)
    grouped: dict[tuple[str, str, Message], list[Trial]] = defaultdict(list)
    for trial, result in outcomes:
        where = "/".join(part for part in (trial.assignment, trial.name) if part)
        tried[trial.kind.value, where] += 1
        if result.problem:
            mutant = NOTHING if trial.mutant is None else quoted(Code(trial.mutant.becomes))
            what = mutant + result.problem
            grouped[trial.kind.value, where, what].append(trial)
    for (kind, where, what), trials in grouped.items():
        seeds = Items(tuple(trial.settings.seed for trial in trials), "commas")
        always = len(trials) == tried[kind, where]
        yield Problem(kind, where, what if always else what + say("Under seed {seeds}.", seeds=seeds))


def judge_mutants(
    mutants: Sequence[Mutant],
    outcomes: Outcomes,
    equivalent: Mapping[Key, Equivalent],
    devices: Sequence[str],
) -> MutantVerdict:
    """Count the killed and the equivalent; what is neither survives.

    Args:
        mutants: those of one assignment.
        outcomes: of all trials.
        equivalent: the course's list; an entry for these mutants that is not true is a problem.
        devices: what was tried.
    """
    met: dict[Key, list[tuple[Trial, TrialResult]]] = defaultdict(list)
    for trial, result in outcomes:
        if trial.mutant is not None:
            met[trial.mutant].append((trial, result))
    verdict = MutantVerdict()
    for mutant in mutants:
        lived = tuple(
            trial.settings.seed
            for trial, result in met[mutant.key]
            if not (result.killed_by or result.problem)
        )
        listed = equivalent.get(mutant.key)
        if listed is not None:
            verdict.equivalent += 1
            verdict.problems += _untrue(
                mutant.key, listed, [result for _, result in met[mutant.key]], devices
            )
        elif lived:
            verdict.survivors.append(Survivor(key=mutant.key, operator=mutant.operator, seeds=lived))
        else:
            verdict.killed += 1
    here = {mutant.key.assignment for mutant in mutants}
    verdict.problems += [stale(key) for key in equivalent if key.assignment in here and key not in met]
    return verdict


def _untrue(
    key: Key, listed: Equivalent, results: Sequence[TrialResult], devices: Sequence[str]
) -> Iterator[Problem]:
    """What is not true of an entry in the list."""
    where = f"{key.assignment}/{key.function}"
    for result in results:
        if result.killed_by and (not listed.devices or result.killed_on in listed.devices):
            what = say(
                "{check} catches {becomes} on {device}. Delete it from the list.",
                check=Code(result.killed_by),
                becomes=Code(key.becomes),
                device=Value(result.killed_on),
            )
            yield Problem("equivalent", where, what)
            return
    others = [device for device in devices if device not in listed.devices]
    if listed.devices and others and not all(result.killed_by for result in results):
        what = say(
            "{becomes} survives on {devices}, too. Delete `devices`, or make a check that catches it.",
            becomes=Code(key.becomes),
            devices=Items(tuple(map(Value, others))),
        )
        yield Problem("equivalent", where, what)


def stale(key: Key) -> Problem:
    """An entry that speaks of a mutant there is none of."""
    what = say(
        "No mutant changes {was} to {becomes} any more. Correct the list.",
        was=Code(key.was),
        becomes=Code(key.becomes),
    )
    return Problem("equivalent", f"{key.assignment}/{key.function}", what)
