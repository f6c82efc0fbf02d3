"""`grader audit`: is the course right? Progress on stderr, findings on stdout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from grader.commands.options import AuditOptions
from grader.course.layout import find_course
from grader.devices import choose
from grader.errors import needing

if TYPE_CHECKING:
    from grader.authoring.audit import Audit

SCHEMA = "grader-audit/1"


def audit(options: AuditOptions, console: Console) -> int:
    """Audit and print; exit code 1 where the course is not proved."""
    with needing("authoring", "an audit"):
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
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as progress:
        task = progress.add_task("starting the sandbox", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, description="trying the course")

        found = prove(course, plan, assignments=tuple(options.assignments or ()), progress=tell)
    if options.as_json:
        console.out(json.dumps(document(found), indent=2, ensure_ascii=False), highlight=False)
    else:
        show(found, console)
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
        "notes": [str(note) for note in found.plan.notes],
        "assignments": [
            {
                "name": name,
                "functions": tally.functions,
                "checks": tally.checks,
                "points": tally.points,
                "misconceptions": tally.misconceptions,
                "mutants": {
                    "made": tally.mutants,
                    "killed": tally.killed,
                    "equivalent": tally.equivalent,
                },
            }
            for name, tally in found.tallies.items()
        ],
        "problems": [
            {"kind": problem.kind, "where": problem.where, "what": problem.what} for problem in found.problems
        ],
        "survivors": [
            {
                "assignment": survivor.key.assignment,
                "function": survivor.key.function,
                "operator": survivor.operator,
                "was": survivor.key.was,
                "becomes": survivor.key.becomes,
                "at": survivor.key.at,
                "seeds": list(survivor.seeds),
            }
            for survivor in found.survivors
        ],
    }


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────


def show(found: Audit, out: Console) -> None:
    """What was tried, what is amiss, and what to do about it."""
    out.print(_tallies(found))
    if found.problems:
        out.print(_problems(found))
    if found.survivors:
        from grader.authoring.equivalents import FILE, entry_text

        out.print(_survivors(found))
        out.print(
            "Let a check ask what tells each of these from the reference. Where nothing does, list it in "
            f"{FILE} with the reason:\n",
            highlight=False,
        )
        for survivor in found.survivors:
            out.out(entry_text(survivor.key) + "\n", highlight=False)
    for note in found.plan.notes:
        out.print(str(note), highlight=False)
    tried = f"{len(found.plan.seeds)} seeds on {', '.join(found.plan.devices)}"
    if found.proved:
        out.print(Text(f"proved, under {tried}", "green"))
    else:
        counted = f"{len(found.problems)} problems, {len(found.survivors)} surviving mutants"
        out.print(Text(f"not proved: {counted}, under {tried}", "red"))


def _tallies(found: Audit) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("assignment", "functions", "checks", "points", "mistakes", "mutants", "killed"):
        table.add_column(name, justify="left" if name == "assignment" else "right")
    table.add_column("equivalent", justify="right")
    for name, tally in found.tallies.items():
        numbers = [tally.functions, tally.checks, tally.points, tally.misconceptions]
        numbers += [tally.mutants, tally.killed, tally.equivalent]
        table.add_row(name, *(f"{number:g}" for number in numbers))
    return table


def _problems(found: Audit) -> Table:
    table = Table("", "where", "what", title="Problems", title_justify="left", box=None, pad_edge=False)
    for problem in found.problems:
        table.add_row(Text(problem.kind, "red"), Text(problem.where), Text(problem.what))
    return table


def _survivors(found: Audit) -> Table:
    table = Table(title="Mutants that no check says no to", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("function", "slip", "was", "becomes"):
        table.add_column(name, overflow="fold")
    for survivor in found.survivors:
        key = survivor.key
        table.add_row(
            Text(f"{key.assignment}/{key.function}"),
            Text(survivor.operator),
            Text(key.was),
            Text(key.becomes),
        )
    return table
