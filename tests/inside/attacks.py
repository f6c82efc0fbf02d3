"""Run as a script: files of tests/hostile/ at a level, as JSON.

python attacks.py process          every file
python attacks.py process 2 3      each third of them, from the second on

By attack: whether it was held (it earned no more than the honest part of its file, and an honest submission
after it lost nothing), and what the report says of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from helpers.attacks import read_attack  # noqa: E402
from helpers.grading import ROOT, grade_files, lost  # noqa: E402

from grader.errors import GraderError  # noqa: E402
from grader.model import Report  # noqa: E402
from grader.sandbox.levels import Level  # noqa: E402
from grader.submission import Found  # noqa: E402

ATTACKS = sorted((ROOT / "tests" / "hostile").glob("*.py"))
HONEST = ROOT / "solutions" / "gradient_descent.py"


def outcome(path: Path, report: Report, honest: Report) -> dict[str, object]:
    """What became of one attack, and of the honest submission after it."""
    attack = read_attack(path)
    seen = [mark.text for mark in attack.marks if mark.is_in(report)]
    earned = report.score if report.score is not None else -1.0
    fair = earned == attack.points if attack.exactly else 0 <= earned <= attack.points
    unharmed = honest.status == "graded" and not lost(honest)
    held = fair and unharmed
    return {"held": held, "seen": seen, "missed": len(attack.marks) - len(seen), "score": earned}


def main(level: str, part: str = "1", parts: str = "1") -> None:
    attacks = ATTACKS[int(part) - 1 :: int(parts)]
    found = [
        Found(student=path.stem, assignment="gradient_descent", path=one)
        for path in attacks
        for one in (path, HONEST)
    ]
    try:
        reports = grade_files(found, level=Level(level))
    except GraderError as error:
        print(json.dumps({"refused": type(error).__name__, "words": str(error)}))
        return
    pairs = zip(attacks, reports[::2], reports[1::2], strict=True)
    print(json.dumps({path.stem: outcome(path, report, honest) for path, report, honest in pairs}))


if __name__ == "__main__":
    main(*sys.argv[1:])
