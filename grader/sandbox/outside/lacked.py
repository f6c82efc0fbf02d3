"""What the pretend accelerator lacks, by the words of an error; of other words of a child none is kept."""

from __future__ import annotations

import re

from grader.sandbox.upstream_words import BEYOND_SIM

_OPERATOR = re.compile(r"aten::[a-z_][a-z0-9_]{0,60}")
# Of our own words in `grader.sandbox.sim`.
_OURS = {"saved or pickled": "pickle", "no tensors of layout": "layout"}


def lacked(words: str) -> str:
    """PyTorch's operator, else what the words are known for; empty where nothing in them is known."""
    found = _OPERATOR.search(words)
    if found:
        return found.group()
    known = {wording.text: wording.text for wording in BEYOND_SIM} | _OURS
    return next((name for text, name in known.items() if text in words), "")
