"""What is no code, or something else than its name says, is named; pictures in a notebook are no reason."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_files, grade_texts

from grader.course.layout import open_course
from grader.errors import SubmissionError
from grader.grading.reading import read_found
from grader.sandbox.inside.load import Submission
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.observations import loading
from grader.sandbox.wire import Loaded
from grader.submission import Found, find, read
from grader.submission.files import LIMIT
from grader.submission.outputs import without

CODE = "def f():\n    return 1\n"
CONFLICT = f"import torch\n<<<<<<< HEAD\n{CODE}=======\n{CODE.replace('1', '2')}>>>>>>> origin/main\n"
LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
PAGE = "\n<!DOCTYPE html>\n<html lang='en'><head><title>hw/optimizers.py at main</title></head></html>\n"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": CODE}], "nbformat": 4}, indent=1)
REFUSED = {
    ("a.py", CONFLICT): "a.py, line 2: this is a marker of a merge conflict.",
    ("a.ipynb", CONFLICT): "a.ipynb, line 2: this is a marker of a merge conflict.",
    ("a.py", LFS): "a pointer of Git LFS",
    ("a.ipynb", LFS): "a pointer of Git LFS",
    ("a.py", PAGE): "a.py is a web page",
    ("a.ipynb", PAGE): "a.ipynb is a web page",
    ("a.py", NOTEBOOK): "a.py is a notebook that was saved under another name. Rename it to a.ipynb.",
    ("a.ipynb", CODE): "a.ipynb is not a notebook. It is a script. Rename it to a.py.",
    ("a.ipynb", "%PDF-1.7"): "a.ipynb is a PDF, whatever its name says.",
    ("a.ipynb.txt", NOTEBOOK): "a.ipynb.txt has .txt behind its name. Rename it to a.ipynb.",
    ("a.py.txt", CODE): "Rename it to a.py.",
    ("a.ipynb.json", NOTEBOOK): "Rename it to a.ipynb.",
    ("a.tar.gz", "x"): "a.tar.gz is an archive that the grader does not open. Hand in a `.zip`",
    ("a.rar", "x"): "a.rar is an archive that the grader does not open.",
    ("a.pdf", "x"): "a.pdf is a PDF. It shows code, but nobody can run it.",
    ("a.html", PAGE): "a.html is a web page.",
    ("a.docx", "x"): "a.docx is a text document.",
    ("a.png", "x"): "a.png is a picture.",
    ("a.md", f"```python\n{CODE}```\n"): "make a notebook of it: `jupytext --to ipynb a.md`",
    ("a.zpln", "{}"): "a.zpln is a notebook of Zeppelin. Export it there as a `.py`",
    ("a.dbc", "x"): "a.dbc is a notebook of Databricks.",
    ("a.deepnote", "x"): "a.deepnote is a notebook of Deepnote.",
    ("a.py", "\x7fELF\x02\x01\x01\0\0\0\x03\x08"): "a.py holds something else than text. Hand in a `.py`",
    ("a.ipynb", "\x01\x02\x03\x04"): "a.ipynb holds something else than text.",
    ("a.qmd", "Words.\n"): "a.qmd has no cells in Python.",
    ("a.Rmd", "```{r}\nx <- 1\n```\n"): "a.Rmd has no cells in Python.",
    ("a.txt", CODE): "Expected a `.py`, `.ipynb`, `.qmd` or `.rmd` file, or a `.zip` or folder",
}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]}-{case[1][:9]}")
def test_each_is_named_with_what_to_do(case: tuple[str, str], tmp_path: Path) -> None:
    """One file on its own."""
    name, content = case
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SubmissionError) as caught:
        read(path)
    assert REFUSED[case] in str(caught.value)


@pytest.mark.parametrize("name", ["optimizers.ipynb.txt", "optimizers.tar.gz", "optimizers.pdf"])
def test_it_is_named_in_a_class_too(name: str, tmp_path: Path) -> None:
    """Where it is all that somebody handed in: not graded, for that, and nobody is left out."""
    for student, file, text in (("anna", "optimizers.py", CODE), ("bob", name, "x")):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / file).write_text(text)
    course = open_course(ROOT)
    anna, bob = find(tmp_path / "class", course.assignments)
    assert read_found(anna, course)[0] == "optimizers"
    with pytest.raises(SubmissionError) as caught:
        read_found(bob, course)
    assert name in str(caught.value)
    assert any(word in str(caught.value) for word in ("behind its name", "archive", "PDF"))


@pytest.mark.parametrize(
    "text",
    [
        CODE + '"""\nTitle\n=======\n"""\n',
        CODE + "x = '<<<<<<< HEAD'\n",
        '{"a": 1}\n' + CODE,
        "# <html>\n" + CODE,
    ],
)
def test_what_only_looks_like_it_is_read(text: str, tmp_path: Path) -> None:
    """A title underlined, a marker in a string, a dict on top of a script."""
    (tmp_path / "a.py").write_text(text)
    assert read(tmp_path / "a.py").cells[0].text == text


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────


def with_picture(size: int, **more: object) -> str:
    """A notebook whose one cell shows a picture of so many characters."""
    shown = {"output_type": "display_data", "data": {"image/png": "A" * size, "text/plain": ['"\\ [{"']}}
    cell = {"cell_type": "code", "outputs": [shown, shown], "source": CODE, "metadata": {}}
    return json.dumps(
        {"cells": [cell], "metadata": {"widgets": {"state": "B" * size}}, "nbformat": 4, **more}
    )


def test_pictures_do_not_count(tmp_path: Path) -> None:
    """Ten megabytes of outputs: read as without them, alone, in a folder and in a zip."""
    path = tmp_path / "hw" / "optimizers.ipynb"
    path.parent.mkdir()
    path.write_text(with_picture(5_000_000))
    assert path.stat().st_size > 5 * LIMIT
    with zipfile.ZipFile(tmp_path / "optimizers.zip", "w") as archive:
        archive.write(path, "optimizers.ipynb")
    for one in (path, path.parent, tmp_path / "optimizers.zip"):
        (cell,) = read(one, assignment="optimizers").cells
        assert cell.text == CODE


def test_the_file_itself_is_bounded(tmp_path: Path) -> None:
    """Code does not grow with the pictures, nor does a file without end."""
    path = tmp_path / "optimizers.ipynb"
    path.write_text(with_picture(10, more="C" * LIMIT))
    with pytest.raises(SubmissionError, match="even without its outputs"):
        read(path)
    path.write_text(with_picture(20_000_000))
    with pytest.raises(SubmissionError, match="larger than 32,000,000 bytes"):
        read(path)


def test_outputs_are_taken_out_whole() -> None:
    """Brackets and quotes in strings do not end them; what is left is the same JSON."""
    for text in (with_picture(100), with_picture(100, outputs={"a": ["]", "}"]}, cells_too=["outputs"])):
        left = json.loads(without(text, ("outputs", "widgets")))
        whole = json.loads(text)
        assert left["cells"][0] == {**whole["cells"][0], "outputs": []}
        assert left["metadata"] == {"widgets": {}}
        assert left.get("cells_too") == whole.get("cells_too")


@pytest.mark.parametrize("unit", ['"', '\\"', "[", '"outputs":[', '{"outputs":', "\\", '"outputs"'])
def test_any_text_is_shortened_in_linear_time(unit: str) -> None:
    """Quotes that never close, brackets without end."""
    without(unit * (2_000_000 // len(unit)), ("outputs",))


# ── while it is loaded ───────────────────────────────────────────────────────────────────────────────────


def troubles(text: str) -> list[str]:
    submission = Submission([])
    submission.run([("a.py", text)], definitions_only=False)
    return [str(note) for note in loading(Loaded([], submission.troubles), (), {}).notes]


def test_many_errors_of_one_import_are_one_note() -> None:
    """Nineteen lines that need a library that is not here, directly or through what they made of it."""
    text = (
        "import nowhere_at_all as no\n"
        + "".join(f"x{n} = no.array({n})\n" for n in range(18))
        + "y = x3 + 1\n"
    )
    (note,) = troubles(text)
    assert "No module named 'nowhere_at_all'. If it is a file of yours" in note


def test_a_name_that_nobody_made_is_one_note() -> None:
    """`np` in every cell, and no import at all; another name is another note."""
    first, second = troubles("a = np.zeros(2)\nb = np.ones(2)\nc = a + b\nd = plt.figure()\n")
    assert "name 'np'" in first and "2 later statements" in first
    assert "name 'plt'" in second and "later" not in second


def test_a_line_that_works_again_ends_it() -> None:
    """A name that is made after all is not lost any more."""
    assert troubles("a = np\nimport math as np\nb = np.pi\nc = nope\n")[1].endswith(
        "name 'nope' is not defined"
    )


def test_training_at_load_names_its_cell_and_its_seconds(tmp_path: Path) -> None:
    """A loop outside of all functions that goes on: the functions are graded without it."""
    loop = "w = 0.0\nfor epoch in range(10**12):\n    w = w + 1.0\n"
    cells = [
        {"cell_type": "code", "source": "import torch\n"},
        {"cell_type": "markdown", "source": "# Train"},
    ]
    cells += [
        {"cell_type": "code", "source": text}
        for text in (loop, "def update(params, learning_rate):\n    pass\n")
    ]
    path = tmp_path / "autograd.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    found = Found(student="anna", assignment="autograd", path=path)
    (report,) = grade_files([found], budget=Budget(load=2.0, total=20.0))
    assert report.status == "graded"
    (note,) = [str(note) for note in report.notes if "seconds" in str(note)]
    assert "It took longer than 2 seconds. See autograd.ipynb, cell 3, line 2." in note


def test_compiled_functions_run_as_they_are_written(tmp_path: Path) -> None:
    """`torch.compile` is no endless loop: by decorator, with options, of a module, of a function."""
    solution = (ROOT / "solutions" / "optimizers.py").read_text()
    text = solution + (
        "\n@torch.compile\ndef model(t_u, w, b):\n    return w * t_u + b\n"
        "@torch.compile(mode='max-autotune')\ndef loss_fn(t_p, t_c):\n    return ((t_p - t_c) ** 2).mean()\n"
        "training_loop = torch.compile(training_loop)\nnet = torch.nn.Linear(1, 1)\nnet.compile()\n"
        "print(net(torch.ones(1, 1)))\n"
    )
    report = grade_texts(tmp_path, {"anna": text}, "optimizers")["anna"]
    assert report.score == report.max_score
    assert [note for note in report.notes if "`torch.compile` is left out here" in str(note)]


def test_a_line_in_another_cell_names_the_cell() -> None:
    """MUST 26: the tensor is made in cell 2, line 3, and the error is raised in cell 3, line 4."""
    path = ROOT / "tests" / "data" / "real_world" / "device_line_of_a_helper" / "gradient_descent.ipynb"
    found = Found(student="anna", assignment="gradient_descent", path=path)
    (report,) = grade_files([found], devices=("cpu", "sim"))
    (wrong,) = [check for check in function(report, "training_loop").checks if check.status.value == "failed"]
    words = str(wrong.message)
    assert "See gradient_descent.ipynb, cell 3, line 4." in words
    assert "see gradient_descent.ipynb, cell 2, line 3." in words
    assert wrong.location is not None and (wrong.location.cell, wrong.location.line) == (2, 3)
