"""`grader doctor`: what this machine can do, and what to ask for."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.commands.options import DoctorOptions
from grader.doctor import examine, verdict
from grader.sandbox.levels import Level


def doctor(options: DoctorOptions, console: Console) -> int:
    """Print the findings; exit code 3 where grading others' code in full isolation cannot be had."""
    findings = examine()
    table = Table("", "what", "found", "needed for", box=None, pad_edge=False)
    for finding in findings:
        mark = Text("yes", "green") if finding.ok else Text("no", "yellow")
        table.add_row(
            mark,
            Text(finding.name),
            Text(finding.detail),
            Text(finding.needed_for, "dim"),
        )
    console.print(table)
    levels = verdict(findings)
    for level, missing in levels.items():
        words = "works here" if not missing else "cannot be had: " + "; ".join(missing)
        console.print(
            Text(f"isolation {level.value:<8}", "bold"),
            Text(words, "red" if missing else "green"),
        )
    return 3 if levels[Level.FULL] else 0
