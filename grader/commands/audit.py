"""`grader audit`: is the course right? Progress on stderr, findings on stdout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from grader.commands.options import AuditOptions
from grader.commands.output import Output
from grader.commands.progress import progress_of_audit
from grader.course.layout import find_course
from grader.devices import choose
from grader.errors import needing
from grader.words.messages import Code, InFile, Items, Message, Value, say, say_many
from grader.words.translation import Translator

if TYPE_CHECKING:
    from grader.authoring.audit import Audit
    from grader.authoring.findings import MutantCount, Survivor

SCHEMA = "grader-audit/1"
# Kinds of nonsense that are named where many earn the same points.
_SHOWN = 3


def audit(options: AuditOptions, output: Output) -> int:
    """Audit and print; exit code 1 where the course is not proved."""
    with needing("authoring", say("An audit")):
        from grader.authoring.audit import Plan
        from grader.authoring.audit import audit as prove
    from grader.grading.gpu import tried_aside
    from grader.grading.settings import Settings

    devices = choose(options.device)
    wanted = Settings(
        seed=0,
        level=options.level(),
        devices=devices.kinds,
        notes=devices.notes,
        cuda_named=devices.cuda_named,
    )
    settings = tried_aside(wanted)
    plan = Plan(
        seeds=tuple(range(1, options.seeds + 1)),
        mistake_seeds=options.mistake_seeds,
        mutant_seeds=options.mutant_seeds,
        devices=settings.devices,
        notes=settings.notes,
        cuda_named=settings.cuda_named,
        cuda_tried=settings.cuda_tried,
        level=settings.level,
        jobs=options.jobs,
    )
    course = find_course(options.course)
    with progress_of_audit(output) as tell:
        found = prove(course, plan, assignments=tuple(options.assignments or ()), progress=tell)
    if options.as_json:
        output.console.out(json.dumps(document(found), indent=2, ensure_ascii=False), highlight=False)
    else:
        show(found, output)
    return 0 if found.proved else 1


def document(found: Audit) -> dict[str, Any]:
    """The audit as JSON, schema "grader-audit/1"."""
    return {
        "schema": SCHEMA,
        "proved": found.proved,
        "seeds": list(found.plan.seeds),
        "mistake_seeds": list(found.plan.seeds[: found.plan.mistake_seeds]),
        "mutant_seeds": list(found.plan.seeds[: found.plan.mutant_seeds]),
        "devices": list(found.plan.devices),
        "notes": list(map(str, found.plan.notes)),
        "assignments": [
            {
                "name": name,
                "functions": tally.functions,
                "checks": tally.checks,
                "points": tally.points,
                "misconceptions": tally.misconceptions,
                "mutants": _counted(tally.slips),
                "insertions": _counted(tally.insertions),
                "nonsense": _counted(tally.nonsense),
                "systematic": _counted(tally.systematic),
            }
            for name, tally in found.tallies.items()
        ],
        "problems": [
            {"kind": problem.kind, "where": problem.where, "what": str(problem.what)}
            for problem in found.problems
        ],
        "survivors": [
            {
                "assignment": survivor.key.assignment,
                "function": survivor.key.function,
                "operator": survivor.operator,
                "was": survivor.key.was,
                "becomes": survivor.key.becomes,
                "at": survivor.key.at,
                "kind": survivor.key.kind,
                "seeds": list(survivor.seeds),
                "earned": list(survivor.earned),
            }
            for survivor in found.survivors
        ],
        "equivalent": [
            {
                "assignment": key.assignment,
                "function": key.function,
                "kind": key.kind,
                "was": key.was,
                "becomes": key.becomes,
                "reason": listed.reason,
                "sentence": listed.sentence,
            }
            for key, listed in found.equivalent
        ],
    }


def _counted(count: MutantCount) -> dict[str, int]:
    return {
        "made": count.made,
        "killed": count.killed,
        "once": count.once,
        "equivalent": count.equivalent,
    }


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────


def show(found: Audit, output: Output) -> None:
    """What was tried, what is wrong, and what to do about it."""
    out, translate = output.console, output.translate
    out.print(_tallies(found, translate))
    out.print()
    out.print(_kinds(found, translate))
    if any(listed.sentence for _, listed in found.equivalent):
        out.print(_free(found, translate))
    if found.problems:
        out.print(_problems(found, translate))
    if found.survivors:
        from grader.authoring.equivalents import FILE, entry_text

        out.print(_survivors(found, translate))
        output.tell(_about_survivors(str(FILE)), wrap=True)
        out.print()
        for survivor in found.survivors:
            if survivor.key.kind != "nonsense":
                out.out(entry_text(survivor.key) + "\n", highlight=False)
    for note in found.plan.notes:
        output.tell(note, wrap=True)
    output.tell(_verdict(found), "green" if found.proved else "red", wrap=True)


def _about_survivors(file: str) -> Message:
    told = say("Each of these is your solution with one small change, and no check notices the change.")
    told += say("Decide about each: could a student make this change, and is it wrong?")
    told += say("If so, add an input to a check that shows the difference.")
    told += say("If not, copy its lines from below into {file}, and fill in the last one.", file=InFile(file))
    told += say("For {key}, write why it is also right.", key=Code("reason"))
    return told + say(
        "For {key}, copy a sentence of the exercise that allows it, word for word.", key=Code("sentence")
    )


def _verdict(found: Audit) -> Message:
    tried = say_many(
        "It was tried under {n} seed on {devices}.",
        "It was tried under {n} seeds on {devices}.",
        len(found.plan.seeds),
        devices=Items(tuple(map(Value, found.plan.devices))),
    )
    tried += say_many(
        "Mutants were tried under {n} seed.",
        "Mutants were tried under {n} seeds.",
        len(found.plan.seeds[: found.plan.mutant_seeds]),
    )
    if found.proved:
        return say("The course is proved.") + tried
    problems = say_many("{n} problem", "{n} problems", len(found.problems))
    survivors = say_many("{n} surviving mutant", "{n} surviving mutants", len(found.survivors))
    counts = Items((problems, survivors), "commas")
    return say("The course is not proved: {counts}.", counts=counts) + tried + _what_to_do(found)


def _what_to_do(found: Audit) -> Message:
    """Whether a course that is not proved can be handed out."""
    if found.problems:
        return say("Correct the problems before you hand this out.")
    return say("There is no problem, so you may hand this out.") + say(
        "Before you do, look at the mutants: a mistake that students make needs a check."
    )


def _tallies(found: Audit, translate: Translator) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(say("assignment")))
    for head in (say("functions"), say("checks"), say("points"), say("mistakes")):
        table.add_column(translate(head), justify="right")
    for name, tally in found.tallies.items():
        numbers = [tally.functions, tally.checks, tally.points, tally.misconceptions]
        table.add_row(name, *(f"{number:g}" for number in numbers))
    return table


def _kinds(found: Audit, translate: Translator) -> Table:
    """How many mutants of each kind there were, in all assignments, and what became of them."""
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(say("mutants")))
    for head in (say("made"), say("caught"), say("by a call of all seeds"), say("equivalent")):
        table.add_column(translate(head), justify="right")
    kinds = {"slips": say("slips"), "insertions": say("insertions"), "nonsense": say("nonsense")}
    for kind, name in (kinds | {"systematic": say("systematic mistakes")}).items():
        counts: list[MutantCount] = [getattr(tally, kind) for tally in found.tallies.values()]
        numbers = [(count.made, count.killed, count.once, count.equivalent) for count in counts]
        table.add_row(translate(name), *(f"{sum(column)}" for column in zip(*numbers, strict=True)))
    return table


def _problems(found: Audit, translate: Translator) -> Table:
    heads = ("", translate(say("where")), translate(say("what")))
    title = translate(say("Problems"))
    table = Table(*heads, title=title, title_justify="left", box=None, pad_edge=False)
    for problem in found.problems:
        table.add_row(Text(problem.kind, "red"), Text(problem.where), Text(translate(problem.what)))
    return table


def _free(found: Audit, translate: Translator) -> Table:
    """What may live, and the sentence of the exercise that leaves it free."""
    title = translate(say("Left free by the exercise"))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(translate(say("function")), no_wrap=True)
    for head in (say("what it does"), say("sentence")):
        table.add_column(translate(head), overflow="fold")
    for key, listed in found.equivalent:
        if listed.sentence:
            table.add_row(f"{key.assignment}/{key.function}", Text(key.becomes), Text(listed.sentence))
    return table


def _survivors(found: Audit, translate: Translator) -> Table:
    title = translate(say("Mutants that no check catches"))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(translate(say("function")), no_wrap=True)
    for head in (say("slip"), say("was"), say("becomes")):
        table.add_column(translate(head), overflow="fold")
    for survivor in found.survivors:
        if survivor.key.kind != "nonsense":
            key = survivor.key
            name = Text(f"{key.assignment}/{key.function}")
            table.add_row(name, Text(survivor.operator), Text(key.was), Text(key.becomes))
    for where, earned, kinds in _nonsense(found.survivors):
        table.add_row(Text(where), Text("nonsense"), Text(translate(_earns(earned))), Text(kinds))
    return table


def _earns(checks: tuple[str, ...]) -> Message:
    return say("It earns points of {checks}.", checks=Items(tuple(map(Code, checks))))


def _nonsense(survivors: list[Survivor]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(function, the checks that gave points, to what): one row where many earn the same."""
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for survivor in survivors:
        if survivor.key.kind == "nonsense":
            where = f"{survivor.key.assignment}/{survivor.key.function}"
            grouped.setdefault((where, survivor.earned), []).append(survivor.key.becomes)
    for (where, earned), kinds in grouped.items():
        more = f" … {len(kinds)}" if len(kinds) > _SHOWN else ""
        yield where, earned, ", ".join(kinds[:_SHOWN]) + more
