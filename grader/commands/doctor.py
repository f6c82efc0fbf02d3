"""`grader doctor`: what this machine can do, and what to ask for."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.commands.options import DoctorOptions
from grader.doctor import DeviceTrial, examine, try_levels
from grader.sandbox.levels import Level


def doctor(options: DoctorOptions, console: Console) -> int:
    """Print the findings; exit code 3 where grading others' code in full isolation cannot be had."""
    findings = examine()
    table = Table("", "what", "found", "needed for", box=None, pad_edge=False)
    for finding in findings:
        mark = Text("yes", "green") if finding.ok else Text("no", "yellow")
        table.add_row(
            mark,
            Text(str(finding.name)),
            Text(str(finding.detail)),
            Text(str(finding.needed_for), "dim"),
        )
    console.print(table)
    levels = try_levels(findings)
    for level, (on_cpu, *further) in levels.items():
        words = f"cannot be had: {on_cpu.missing}" if on_cpu.missing else f"works here: {_took(on_cpu)}"
        console.print(
            Text(f"isolation {level.value:<8}", "bold"),
            Text(words, "red" if on_cpu.missing else "green"),
        )
        for trial in further:
            console.print(
                Text(f"  on {trial.device:<15}"), Text(str(trial.missing) or _took(trial), _color(trial))
            )
    return 3 if levels[Level.FULL][0].missing else 0


def _took(trial: DeviceTrial) -> str:
    return (
        f"a child computes a gradient on {trial.device} within {trial.child_seconds:.2f} s, "
        f"once its parent is up ({trial.zygote_seconds:.1f} s)"
    )


def _color(trial: DeviceTrial) -> str:
    return "yellow" if trial.missing else "green"
