"""Names that hold something else in the end: which definition counts, and the one sentence on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import training_file
from helpers.grading import ROOT, function, grade_files, grade_texts
from helpers.grading import failed as first_failed
from helpers.training_file import MODEL_AND_LOSS

from grader.model import Location, Report, Status
from grader.submission import Found

HEAD = "import torch\nfrom torch import nn\n\n" + MODEL_AND_LOSS + "\n"
LOOP = training_file.LOOP + "\n"
OTHER = """\
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    return params

"""
WRONG = LOOP.replace("        optimizer.zero_grad()\n", "")
STEP = "def train_step(optimizer, params, t_u, t_c):\n    return 1\n\n"
TEXTS = {
    "other parameters later": HEAD + LOOP + OTHER,
    "other parameters first": HEAD + OTHER + LOOP,
    "wrong one last": HEAD + LOOP + WRONG,
    "other names last": HEAD
    + LOOP
    + "def training_loop(n_epochs, learning_rate, params, t_u, t_c):\n    return 1\n",
    "default added": HEAD + OTHER + LOOP.replace("t_c):", "t_c, verbose=False):"),
    "value": HEAD + LOOP + "opt = None\ntraining_loop = training_loop(0, opt, 3, torch.ones(2), 1)\n",
    "module": HEAD + LOOP + "training_loop = nn.Linear(1, 1)\n",
    "deleted": HEAD + LOOP + STEP + "del training_loop\n",
    "helper replaced": HEAD + LOOP + "model = nn.Linear(1, 1)\n",
    "helper deleted": HEAD + LOOP + "del loss_fn\n",
    "default raises": HEAD + STEP + LOOP.replace("t_c):", "t_c, dev=DEVICE):"),
    "other order": HEAD + LOOP.replace("n_epochs, optimizer, params,", "optimizer, n_epochs, params,"),
    "one less": HEAD + LOOP.replace("optimizer, params, t_u, t_c):", "params, t_u, t_c):"),
    "own names": HEAD + LOOP.replace("n_epochs", "epochs").replace("t_u", "x").replace("t_c", "y"),
    "left over": HEAD
    + LOOP.replace("    return params\n", "    raise NotImplementedError\n    return params\n"),
    "caret": HEAD
    + LOOP.replace("loss_fn(model(t_u, *params), t_c)", "((model(t_u, *params) - t_c) ^ 2).mean()"),
    "ampersand": HEAD + LOOP.replace("    for", "    t_u = t_u[t_u > 0.5 & t_u < 9e9]\n    for"),
    "helper twice": HEAD + HEAD + LOOP + "def plot(): pass\ndef plot(): pass\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return grade_texts(tmp_path_factory.mktemp("redefined"), TEXTS, "optimizers", diagnosis=False)


def said(report: Report) -> str:
    """What the first failed check of the loop says."""
    return str(first_failed(report, "training_loop").message)


def line_of(name: str, beginning: str) -> int:
    """The last line of a text that begins so."""
    lines = TEXTS[name].split("\n")
    return max(number for number, line in enumerate(lines, 1) if line.startswith(beginning))


GRADED = (
    "other parameters later", "other parameters first", "other names last", "default added", "value",
    "module", "own names", "helper twice",
)  # fmt: skip


@pytest.mark.parametrize("name", GRADED)
def test_the_definition_that_the_assignment_asks_for_has_its_points(
    reports: dict[str, Report], name: str
) -> None:
    """Where the last takes something else, an earlier one that fits is graded for its own checks."""
    assert function(reports[name], "training_loop").score == 6


NOTES = {
    "other parameters later": "But it takes other arguments. So the one on line 10 was graded.",
    "other parameters first": "`training_loop` is defined on lines 10 and 13. The last one counts.",
    "wrong one last": "`training_loop` is defined on lines 10 and 17. The last one counts.",
    "other names last": "But it takes other arguments. So the one on line 10 was graded.",
    "default added": "`training_loop` is defined on lines 10 and 13. The last one counts.",
    "value": "gives the name `training_loop` to a value of type `int`. So the one on line 10 was graded.",
    "module": "gives the name `training_loop` to a value of type `Linear`. So the one on line 10 was graded.",
    "helper twice": "`model` is defined on lines 4 and 13. The last one counts.",
}


@pytest.mark.parametrize("name", NOTES)
def test_two_definitions_are_always_said(reports: dict[str, Report], name: str) -> None:
    """With their lines, whatever the points."""
    notes = [str(note) for note in reports[name].notes]
    assert any(NOTES[name] in note for note in notes), notes
    assert not any("`plot`" in note for note in notes), "nothing of the assignment calls it"


def test_the_last_of_equals_counts(reports: dict[str, Report]) -> None:
    """As in Python, be the one before it right."""
    assert function(reports["wrong one last"], "training_loop").score < 6  # type: ignore[operator]


SENTENCES = {
    "deleted": ("del training_loop", "this line deletes `training_loop`."),
    "helper replaced": (
        "model = nn",
        "this line gives the name `model` to a value of type `Linear`. The exercise gives",
    ),
    "helper deleted": ("del loss_fn", "this line deletes `loss_fn`."),
    "default raises": (
        "def training_loop",
        "this line raised NameError: name 'DEVICE' is not defined. So `training_loop` is not defined.",
    ),
    "other order": (
        "def training_loop",
        "the parameters stand in another order. The assignment asks for `training_loop(n_ep",
    ),
    "one less": (
        "def training_loop",
        "this defines `training_loop(n_epochs, params, t_u, t_c)`. The assignment asks for",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_name_that_no_longer_is_what_it_was_is_told_with_its_line(
    reports: dict[str, Report], name: str
) -> None:
    """One true sentence, in the check that fails for it."""
    beginning, words = SENTENCES[name]
    assert f"optimizers.py, line {line_of(name, beginning)}: {words}" in said(reports[name])


@pytest.mark.parametrize("name", ["deleted", "default raises"])
def test_what_is_there_is_not_missing(reports: dict[str, Report], name: str) -> None:
    """It has failed, and its line is the place to look at."""
    loop = function(reports[name], "training_loop")
    assert (loop.status, loop.score) == (Status.FAILED, 0)
    start = SENTENCES[name][0]
    assert loop.location == Location(file="optimizers.py", line=line_of(name, start))


def test_what_is_left_of_the_stub(reports: dict[str, Report]) -> None:
    """Beside written code, it is not "not written yet"; its line is told."""
    words = said(reports["left over"])
    assert "`training_loop` still has the line `raise NotImplementedError`. Delete that line" in words
    assert f"line {line_of('left over', '    raise')}" in words


def test_what_torch_does_not_implement_is_no_stub(reports: dict[str, Report]) -> None:
    """`^` and `&` on floats raise NotImplementedError as well, and are told for what they are."""
    for name, words in (
        ("caret", "`^` is not a power. Write `**`."),
        ("ampersand", "brackets around each comparison"),
    ):
        assert words in said(reports[name]), said(reports[name])
        assert "not written yet" not in said(reports[name])
        assert "not implemented for 'Float'" in said(reports[name])


@pytest.mark.parametrize("name", ["deleted", "default raises"])
def test_where_no_other_function_is_left_it_is_the_reason(name: str, tmp_path: Path) -> None:
    """Not graded, for that line; nobody asks whether it is the right file."""
    report = grade_texts(tmp_path, {name: TEXTS[name].replace(STEP, "")}, "optimizers")[name]
    assert report.score is None
    assert SENTENCES[name][1] in str(report.problem)


def test_it_is_said_while_a_file_is_loaded_too(tmp_path: Path) -> None:
    """Only a stub that is called in its own cell is passed over."""
    text = (
        HEAD
        + LOOP
        + "x = torch.ones(2) ^ 2\ntrain_step(1)\n"
        + "def train_step():\n    raise NotImplementedError\ntrain_step()\n"
    )
    report = grade_texts(tmp_path, {"anna": text}, "optimizers", diagnosis=False)["anna"]
    notes = [str(note) for note in report.notes]
    assert len([note for note in notes if "bitwise_xor" in note and "line 17" in note]) == 1
    assert not [note for note in notes if "NotImplementedError" in note and "line 21" in note]


def test_the_cells_of_a_notebook_are_named() -> None:
    """MUST 12: 6 points by the definition of cell 2, and a note that says so."""
    path = ROOT / "tests" / "data" / "real_world" / "a_two_loops" / "optimizers.ipynb"
    (report,) = grade_files([Found(student="anna", assignment="optimizers", path=path)])
    assert function(report, "training_loop").score == 6
    (note,) = report.notes
    assert str(note) == (
        "`training_loop` is defined in cells 2 and 3. The last one counts. But it takes other arguments. "
        "So the one in cell 2 was graded."
    )
    assert json.loads(path.read_text())["cells"][1]["cell_type"] == "code"
