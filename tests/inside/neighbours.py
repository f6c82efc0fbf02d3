"""Run as a script: children beside each other, as JSON. `python neighbours.py full`

threads: how many each of two children could start, the second while the first had all of its own.
lost: what an honest submission lost that was graded while these threads computed.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from helpers.grading import ROOT, grade_files, lost  # noqa: E402
from helpers.zygotes import Lease, kept, lease_zygotes  # noqa: E402

from grader.errors import GraderError  # noqa: E402
from grader.sandbox import wire  # noqa: E402
from grader.sandbox.levels import Level  # noqa: E402
from grader.sandbox.outside.client import ForkedChild  # noqa: E402
from grader.submission import Found  # noqa: E402

BUSY = """
import threading
import torch

NUMBERS = torch.ones(10_000)

def spin():
    while True:
        NUMBERS.sum()

# Small stacks: what ends this is to be the limit of threads, and not of addresses.
threading.stack_size(1 << 17)
count = 0
try:
    while count < 100:
        threading.Thread(target=spin, daemon=True).start()
        count += 1
except RuntimeError:
    pass
print(count)
"""


def started(child: ForkedChild) -> int:
    """How many threads a child could start: they go on."""
    child.ready()
    deadline = time.monotonic() + 60
    child.send(wire.pack(wire.Load([("busy.py", BUSY)], [])), deadline)
    loaded = wire.reply(child.receive(deadline)[0])
    assert isinstance(loaded, wire.Loaded), loaded
    return int(loaded.printed)


def beside(level: str) -> dict[str, Any]:
    """What is found; or how the level is refused, and in which words."""
    try:
        # The honest one is a child of the same zygote, which was warm before these threads began.
        missing = list(map(str, kept(Level(level)).missing))
        with closing(Lease(Level(level))) as neighbours:
            threads = [started(neighbours.spawn()) for _ in range(2)]
            work = ROOT / "solutions" / "gradient_descent.py"
            found = Found(student="ada", assignment="gradient_descent", path=work)
            (report,) = grade_files([found], level=Level(level))
        return {"threads": threads, "lost": lost(report), "missing": missing}
    except GraderError as error:
        return {"refused": type(error).__name__, "words": str(error)}


if __name__ == "__main__":
    lease_zygotes()
    print(json.dumps(beside(sys.argv[1])))
