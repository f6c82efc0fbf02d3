"""Which sentences a run of tests says, and with what fillings: `pytest --record-sentences FOLDER`.

python -m helpers.recorder FOLDER    (in tests/) says which of the template's sentences were said, and what no
argument may hold.

A line for each new sentence, and for the first few arguments of each kind that it was filled with.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "grader" / "words" / "translations" / "grader.pot"
# How many fillings of one sentence are kept by each process.
_SAMPLES = 8
# Three words of English in a row, one of them a word that sentences are made with.
_PROSE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
_GLUE = re.compile(r"\b(is|are|was|were|the|not|this|that|of|which|and|with|it|to|an?)\b")


def record(folder: str) -> None:
    """From now on, write down each sentence that is made in this process."""
    from grader.words.messages import Sentence

    Path(folder).mkdir(parents=True, exist_ok=True)
    made = Sentence.__init__
    seen: dict[str, int] = {}

    def noted(self: Sentence, text: str, arguments: Any = (), plural: str = "", context: str = "") -> None:
        made(self, text, arguments, plural, context)
        if not context and seen.get(text, 0) < _SAMPLES:
            seen[text] = seen.get(text, 0) + 1
            line = json.dumps({"text": text, "carried": list(carried(arguments))})
            with open(Path(folder) / f"{os.getpid()}.jsonl", "a", encoding="utf-8") as file:
                file.write(line + "\n")

    Sentence.__init__ = noted  # type: ignore[method-assign]


def carried(arguments: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    """(kind, text) of all that carries text, in lists and places too; messages are recorded themselves."""
    from grader.words.messages import Code, Heard, InFile, Items, Name, Value

    for _, argument in arguments:
        if isinstance(argument, (Code, Value, Name, Heard)):
            yield type(argument).__name__, argument.text
        elif isinstance(argument, InFile):
            yield "InFile", argument.file
        elif isinstance(argument, Items):
            yield from carried(("", item) for item in argument.items)


def is_prose(kind: str, text: str) -> bool:
    """Whether an argument of this kind carries a sentence, which none but words of others may do."""
    if kind == "Heard":
        return False
    return any(_GLUE.search(found.group()) for found in _PROSE.finditer(text))


def lines(folder: Path) -> Iterator[dict[str, Any]]:
    """What was recorded."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def main(folder: Path) -> int:
    """Say what share of the template was said, what was not, and which arguments carry sentences."""
    wanted = {entry.msgid for entry in polib.pofile(str(TEMPLATE))}
    found = list(lines(folder))
    said = {line["text"] for line in found}
    smuggled = {(line["text"], k, t) for line in found for k, t in line["carried"] if is_prose(k, t)}
    for text in sorted(wanted - said):
        print(f"not said: {text}")
    for text, kind, carried_text in sorted(smuggled):
        print(f"{kind} carries a sentence: {carried_text[:120]!r} in {text!r}")
    for text in sorted(said - wanted - {"{words}"}):
        print(f"not in the template: {text!r}")
    share = 100 * len(wanted & said) / len(wanted)
    print(f"{len(wanted & said)} of {len(wanted)} sentences said, {share:.0f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
