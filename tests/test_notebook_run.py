"""A notebook run for what it shows: in order, in the sandbox, and no cell costs another."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from helpers.zygotes import Lease

from grader.model import Cell, Location
from grader.sandbox import wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.notebook_run import CellOutput, Lost, NotebookRun, Patience
from grader.sandbox.outside.observed_values import SeenTensor
from grader.sandbox.outside.pool import Pool
from grader.words.messages import Heard, say
from grader.words.translation import Translator

BRIEF = Patience(cell=1.0)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.PROCESS))
    yield made
    made.close()


def shown(pool: Pool, *texts: str, patience: Patience = BRIEF) -> list[CellOutput]:
    """What each text shows as a cell of one notebook, "cell 1", "cell 2" …"""
    showing = NotebookRun(pool, patience)
    made = [showing.run(Cell(name=f"cell {n}", text=text)) for n, text in enumerate(texts, 1)]
    showing.close()
    return made


def test_text_and_the_last_value_are_shown(pool: Pool) -> None:
    """Printed text, and the value of the last line unless it is None or silenced by a semicolon."""
    first, second, third = shown(pool, "x = 2\nprint('hello')\nx + 1", "x;", "print(x)")
    assert (first.printed, first.value) == ("hello\n", "3")
    assert (second.printed, second.value) == ("", "")
    assert third.printed == "2\n" and third.value == ""


def test_demonstrations_run(pool: Pool) -> None:
    """What stands under `if __name__ == "__main__":` runs, as in the student's own notebook."""
    assert shown(pool, 'if __name__ == "__main__":\n    print("ran")')[0].printed == "ran\n"


def test_figures_are_png(pool: Pool) -> None:
    """A figure appears below the cell that drew it, once."""
    pytest.importorskip("matplotlib")
    drawn, after = shown(
        pool, "from matplotlib import pyplot as plt\nplt.plot([1, 2])\nplt.show()", "print(plt.get_fignums())"
    )
    assert len(drawn.figures) == 1 and drawn.figures[0].startswith(b"\x89PNG")
    assert after.printed == "[]\n"


def test_a_figure_that_cannot_be_drawn_is_said(pool: Pool) -> None:
    """The sentence is the grader's and no part of what the cell printed; the cell itself went well."""
    pytest.importorskip("matplotlib")
    text = "from matplotlib import pyplot as plt\nplt.figure().savefig = None\nprint('before')"
    (failed,) = shown(pool, text)
    assert failed.printed == "before\n" and not failed.figures and not failed.error
    assert str(failed.figure_error) == (
        "A figure could not be drawn: TypeError: 'NoneType' object is not callable."
    )


def test_a_figure_error_stands_below_what_was_printed() -> None:
    """In the notebook that comes back: one text, and no error."""
    pytest.importorskip("nbformat")
    from grader.nbgrader import outputs
    from grader.nbgrader.protocol import CellRun, sent

    error = say("A figure could not be drawn: {error}.", error=Heard("no"))
    run = CellRun(printed="before\n", figure_error=sent(error))
    (made,) = outputs.shown(run, {}, 1, Translator())
    assert made.text == "before\nA figure could not be drawn: no.\n"


def test_an_error_ends_its_cell_and_names_the_students_lines(pool: Pool) -> None:
    """Nothing of a cell runs after its error; the lines on the way are told, the grader's are not."""
    _, failed, after = shown(
        pool, "def f(a):\n    return a / 0", "print('before')\nf(1)\nprint('after')", "1"
    )
    assert failed.printed == "before\n"
    assert str(failed.error) == "ZeroDivisionError: division by zero"
    assert failed.lines == (Location(file="cell 2", line=2), Location(file="cell 1", line=2))
    assert after.value == "1"


def test_a_cell_that_does_not_parse_costs_itself(pool: Pool) -> None:
    """A syntax error is told with its line, and the other cells run."""
    broken, after = shown(pool, "x = 1\ny = = 2", "1 + 1")
    assert str(broken.error).startswith("SyntaxError") and broken.lines[0].line == 2
    assert after.value == "2"


@pytest.mark.parametrize("text", ["while True:\n    pass", "import os\nos._exit(0)"])
def test_a_lost_cell_costs_itself(pool: Pool, text: str) -> None:
    """After a hang or an exit, the next cell still finds what the cells before it defined."""
    _, lost, after = shown(pool, "x = 7", text, "x")
    assert str(lost.error).startswith("The cell gave no answer. ")
    assert after.value == "7"


def test_patience_ends(pool: Pool) -> None:
    """A notebook that loses one child after the other is not run to its end."""
    made = shown(pool, *["import os\nos._exit(0)"] * 5, patience=Patience(losses=1))
    assert [str(one.error).startswith("The cell was not run.") for one in made] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_globals_can_be_looked_at_and_called(pool: Pool) -> None:
    """Names come back as data; a function can be called with plain data and tensors."""
    showing = NotebookRun(pool)
    showing.run(Cell(name="cell 1", text="import torch\nn = [1, 2]\ndef f(x):\n    return torch.ones(2) * x"))
    assert showing.look("n") == [1, 2]
    held = showing.look("f")
    assert isinstance(held, wire.Opaque) and held.type == "callable"
    made = showing.call("f", [3.0], {})
    assert isinstance(made.value, SeenTensor) and made.value.data.tolist() == [3.0, 3.0] and not made.error
    made = showing.call("f", ["a", "b"], {})
    assert made.error == "TypeError" and made.message.startswith("f() takes 1")
    with pytest.raises(KeyError):
        showing.look("nowhere")
    showing.run(Cell(name="cell 2", text="del f"))
    made = showing.call("f", [3.0], {})
    assert (made.value, made.error, made.message) == (None, "NameError", "name 'f' is not defined")
    showing.close()


def test_a_forged_answer_is_a_lost_cell(pool: Pool) -> None:
    """Bytes that are no answer of the agreed form end the child, not the grader."""
    showing = NotebookRun(pool, Patience(cell=1.0))
    showing.run(Cell(name="cell 1", text="import os\ndef f():\n    os.write(3, b'x' * 64)"))
    with pytest.raises(Lost):
        showing.call("f", [], {})
    assert showing.run(Cell(name="cell 2", text="1")).value == "1"
    showing.close()
