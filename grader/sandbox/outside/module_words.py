"""What there is to say of a module that a submission imports and that is not there."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from typing import Final

from grader.model import Cell
from grader.sandbox import libraries
from grader.sandbox.outside.installed import confirmed
from grader.words.messages import Code, Message, Name, say

# What a misspelled name may be meant for, the likeliest first.
_MEANT: Final = ("torch", "numpy", *sorted(libraries.KNOWN - {"torch.utils.tensorboard", "google.colab"}))
_ALIKE: Final = 0.7


def module_words(module: str, cells: Iterable[Cell]) -> Message:
    """Of a known library that it is missing here; of any other name what was meant."""
    library = libraries.known(module)
    if library and confirmed(library, cells):
        here = say("{library} is not installed here.", library=Name(library))
        return here + say("The lines that use it were not run.")
    meant = _meant(module.partition(".")[0])
    if meant:
        return say("Did you mean {name}?", name=Code(meant))
    return say("If it is a file of yours, hand it in beside this one.")


def _meant(name: str) -> str:
    for known in (_MEANT, sorted(sys.stdlib_module_names)):
        if name not in known and (alike := difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE)):
            return alike[0]
    return ""
