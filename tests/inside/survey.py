"""Run as a script: what each attempt comes to at a level, as JSON. `python survey.py full`

The zygote is not warm: what a child needs of libraries, it imports behind its walls.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVE = "behind_walls.serve"
# As a script, this folder is on the path already and the repository is not.
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from attempts import ATTEMPTS, HONEST, WRITES  # noqa: E402

from grader.errors import GraderError  # noqa: E402
from grader.sandbox import wire  # noqa: E402
from grader.sandbox.levels import Level  # noqa: E402
from grader.sandbox.outside.client import ForkedChild, Zygote  # noqa: E402


def attempt(child: ForkedChild, source: str, seconds: float = 20.0) -> wire.Answer:
    """Have a child run `source`."""
    deadline = time.monotonic() + seconds
    child.send(wire.pack(wire.Load([("attempt.py", source)], [])), deadline)
    head, _ = child.receive(deadline)
    answer = wire.reply(head)
    assert isinstance(answer, wire.Answer)
    return answer


def survey(zygote: Zygote) -> dict[str, str]:
    """Every attempt by its name: "done", or the exception that stopped it.

    Honest code gets a child of its own: one that may "trace itself" stands still at its next signal,
    such as the end of a program that matplotlib starts.
    """
    return {**tried(zygote, {**ATTEMPTS, **WRITES}), **tried(zygote, HONEST)}


def tried(zygote: Zygote, sources: dict[str, str]) -> dict[str, str]:
    """What each source comes to in one new child, in order."""
    child = zygote.spawn()
    child.ready()
    try:
        answers = {name: attempt(child, source) for name, source in sources.items()}
    finally:
        child.close()
    return {
        name: f"{answer.error}: {answer.error_text}" if answer.error else "done"
        for name, answer in answers.items()
    }


def main(level: str) -> None:
    try:
        with Zygote(Level(level), serve=SERVE, folders=[HERE], warm=False) as zygote:
            print(json.dumps({"missing": [str(why) for why in zygote.missing], "outcomes": survey(zygote)}))
    except GraderError as error:
        print(json.dumps({"refused": type(error).__name__, "words": str(error)}))


if __name__ == "__main__":
    main(sys.argv[1])
