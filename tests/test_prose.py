"""No verdict hangs on the words of a sentence: rewording one changes nothing but what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.prose import prose_tests

import grader

PACKAGE = Path(grader.__file__).parent
# Renderers are given words, and group equal ones; they decide nothing.
_LEFT_OUT = ("render",)
# Where a test of something that looks like a sentence is none, or is of somebody else's: (module, function).
ALLOWED = {
    ("sandbox/upstream_words.py", "says"): "the one table of what only Python's and PyTorch's words tell",
    ("diagnosis/same_error.py", "_gist"): "two messages of one Python and one PyTorch, with each other",
    ("sandbox/outside/observations.py", "message_of"): "takes the type, which it knows, off the text's front",
    ("sandbox/outside/observations.py", "observed"): "`wire.Answer.error` is a type's name",
    ("sandbox/outside/cards.py", "first"): "a process's output, which is JSON",
    ("errors.py", "in_one_line"): "somebody else's error, shown in one line",
    ("devices.py", "ask_torch"): "a process's output, which is JSON",
    ("sandbox/inside/zygote.py", "ForkServer.rehearse"): "bytes of a frame",
    ("course/solution_regions.py", "_mark"): "a mark of the solution's text, which is a syntax",
    ("student/notebook.py", "Host.ask"): "a key of a message between two processes",
    ("words/translation.py", "misplaced"): "the places in braces of two sentences of one catalog entry",
    (
        "results/handed.py",
        "HandedSubmission.results",
    ): "how many notes of a report are of the hand-in",
    ("sandbox/outside/once_more.py", "has_run_out"): "`wire.Answer.error` is a type's name",
    ("testing/expectations.py", "Expectation.raises"): "words that a check's author demands of an exception",
}
# What stood in the engine, or could: each is found.
PLANTED = [
    'def f(found, passed): return [said for said in found.notes if said != passed("x.py")]',
    'def f(how): return "late" if "SIGXCPU" in how else "gone"',
    'def f(seen): return seen.error.startswith("while")',
    'def f(answer): kind, _, said = answer.error.partition(": ")',
    "def f(answer, no_memory): return any(said in answer.error_text for said in no_memory)",
    'def f(answer): return "CUDA error" in answer.error_text',
    'def f(failure): return failure.message == "wrong shape"',
    'def f(loading): return loading.problem.split("(")[0]',
    'def f(call):\n    try: call()\n    except ValueError as raised: return "shape" in str(raised)',
    'import re\ndef f(check): return re.search("line ([0-9]+)", check.message)',
    "def f(check, known): return known[check.message]",
    "def f(check, known): return known.get(check.message.strip())",
    'def f(seen):\n    words = seen.error.lower()\n    return words.find("memory")',
    'def f(report):\n    match report.problem:\n        case "late": return 1',
    'class C:\n    def f(self): return [n for n in self.notes if n.endswith("was not")]',
]
INNOCENT = [
    "def f(seen): return seen.error or seen.outcome.value",
    "def f(loading): return 0 if loading.problem is None else f'it {loading.problem}'",
    "def f(failure, kinds): return failure.raised in kinds",
    "def f(report): return [*report.notes, 'more']",
]


def _modules() -> dict[str, str]:
    found = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    return {str(path): text for path, text in found.items() if path.parts[0] not in _LEFT_OUT}


def test_nothing_hangs_on_a_sentence() -> None:
    """No module compares, searches or takes apart an error, a message, a problem or a note, but for a few."""
    met = {
        (module, function): f"{module}, line {line}: {code}"
        for module, text in _modules().items()
        for line, function, code in prose_tests(text)
    }
    assert [where for place, where in met.items() if place not in ALLOWED] == []
    assert [place for place in ALLOWED if place not in met] == [], "allowed, and not there any more"


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_one_is_found(text: str) -> None:
    """The search finds each way in which the engine once asked a sentence, and some more."""
    assert list(prose_tests(text))


@pytest.mark.parametrize("text", INNOCENT)
def test_saying_a_sentence_is_not_asking_it(text: str) -> None:
    """To hand a sentence on, or to say whether there is one, is no test of its words."""
    assert list(prose_tests(text)) == []


def test_wordings_stand_in_the_table_alone() -> None:
    """Whoever asks for somebody else's words has them from the table."""
    own = "sandbox/upstream_words.py"
    assert [module for module, text in _modules().items() if "Wording(" in text] == [own]
