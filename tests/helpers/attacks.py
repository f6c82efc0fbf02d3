"""The files of tests/hostile/: what a header promises, what a report shows of it, a file without its attack.

    # attack: what it tries
    # points: at most 1 | exactly 1
    # leaves: loss_fn: what the attempt alone leaves in the report, word for word
    # leaves: notes: the same, where it is the file that says it
    # leaves: unparsed: the same, where Python cannot read the file

A mark of a function stands in what one of its failed checks says: `line 9: message | what came`, the line
being where the report points to. Between `# attack begins` and `# attack ends` stands what makes it an
attack: without that, the file is an honest submission, and right as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.model import CheckResult, Report, Status

BEGINS, ENDS = "# attack begins", "# attack ends"
_HEADER = re.compile(
    r"# attack: (.+)\n# points: (at most|exactly) ([\d.]+)\n((?:# leaves: .+\n)+)(?=# attack begins|[^#])"
)
_LEAVES = re.compile(r"# leaves: (\w+): (.+)\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """What only an attempt leaves: a text in what the report says of a function, or in its notes."""

    where: str
    text: str

    def is_in(self, report: Report) -> bool:
        """Whether the report has it at its place."""
        return any(self.text in said for said in _said(report, self.where))


@dataclass(frozen=True, slots=True)
class Attack:
    """A file of tests/hostile/ and its header."""

    name: str
    text: str
    exactly: bool
    points: float
    marks: tuple[Mark, ...]


def read_attack(path: Path) -> Attack:
    """Fails where the header is not complete, or nothing is marked as the attack."""
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    assert header, (
        f"{path.name} must begin with attack, points and leaves, each as tests/helpers/attacks.py says"
    )
    lines = [line.strip() for line in text.splitlines()]
    assert lines.count(BEGINS) == lines.count(ENDS) > 0, f"{path.name}: what is the attack in it?"
    marks = tuple(Mark(*found) for found in _LEAVES.findall(header[4]))
    return Attack(path.stem, text, header[2] == "exactly", float(header[3]), marks)


def without_attack(text: str) -> str:
    """The same file, honest: only the attempt is missing, comments stay, and lines keep their numbers."""
    kept, attacking = [], False
    for line in text.splitlines(keepends=True):
        attacking = attacking and line.strip() != ENDS
        kept.append("\n" if attacking else line)
        attacking = attacking or line.strip() == BEGINS
    return "".join(kept)


def _said(report: Report, where: str) -> list[str]:
    if where == "notes":
        return list(map(str, report.notes))
    if where == "unparsed":
        return [str(one.message) for one in report.unparsed]
    checks = [check for item in report.functions if item.name == where for check in item.checks]
    return [_evidence(check) for check in checks if check.status is Status.FAILED]


def _evidence(check: CheckResult) -> str:
    line = check.location.line if check.location else 0
    return f"line {line}: {check.message} | {check.example.got if check.example else ''}"
