"""Reading submissions: any bytes become tidy text or one clear sentence, and nothing is executed."""

from __future__ import annotations

import ast
import codecs
import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.model import Source
from grader.submission import read
from grader.submission.magics import neutralise

DATA = Path(__file__).parent / "data" / "submissions"
MODEL = "def model(t_u, w, b):\n    return w * t_u + b\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write bytes or text to a file of that name below a fresh folder."""

    def make(name: str, content: bytes | str = MODEL) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def zip_of(members: dict[str, bytes | str]) -> bytes:
    """An archive, packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def notebook(*sources: Any, **parts: Any) -> str:
    """A notebook of nbformat 4 whose cells are code."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells, **parts})


def text_of(source: Source) -> str:
    assert len(source.cells) == 1
    return source.cells[0].text


def refusal(path: Path, **options: Any) -> str:
    """The sentence with which a path is refused: one line, naming the file."""
    with pytest.raises(SubmissionError) as caught:
        read(path, **options)
    sentence = str(caught.value)
    assert "\n" not in sentence and path.name in sentence
    return sentence


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_script_is_one_cell_named_after_it(write: Write) -> None:
    """A .py is one cell; the digest is that of its bytes."""
    path = write("gradient_descent.py")
    source = read(path)
    assert (source.path, source.cells[0].name, text_of(source)) == (path.name, path.name, MODEL)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.notes == ()


def test_a_percent_script_is_one_cell() -> None:
    """jupytext's cell marks are comments like any other."""
    assert "# %%\ndef model" in text_of(read(DATA / "percent.py"))


@pytest.mark.parametrize("name", ["nothing.py", "nothing.zip", "no/folder", "nul\0.py", "x" * 300 + ".py"])
def test_what_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file, an impossible name: SubmissionError, whatever the system calls it."""
    with pytest.raises(SubmissionError, match="cannot be read"):
        read(tmp_path / name)


def test_the_wrong_kind_of_file_is_named(write: Write) -> None:
    """The message says what came and what is expected."""
    sentence = refusal(write("gradient_descent.txt"))
    assert "`.py`, `.ipynb`, `.qmd` or `.rmd` file" in sentence
    assert "ends in .txt" in sentence and "rename" in sentence


@pytest.mark.parametrize("name", ["a.py", "a.ipynb"])
@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n", b"\0\0"])
def test_an_empty_file_is_refused(write: Write, name: str, content: bytes) -> None:
    """Nothing but blanks is nothing to grade."""
    assert "is empty" in refusal(write(name, content))


def test_a_file_over_the_limit_is_refused(write: Write) -> None:
    """One byte too many: refused; at the limit: read."""
    path = write("a.py", b"x = 1\n")
    assert text_of(read(path, limit=6)) == "x = 1\n"
    assert "larger than 5 bytes" in refusal(path, limit=5)


def test_more_code_than_a_frame_holds_is_refused(write: Write) -> None:
    """What could not be handed to the sandbox is refused here, with a reason."""
    assert "bytes of code" in refusal(write("a.py", "# " + "é" * 600_000))


def test_special_files_are_refused_without_waiting(write: Write, tmp_path: Path) -> None:
    """A link, a pipe and a device are named for what they are; none is opened."""
    link, pipe = tmp_path / "link.py", tmp_path / "pipe.py"
    link.symlink_to(write("a.py"))
    os.mkfifo(pipe)
    assert "symbolic link" in refusal(link)
    assert "named pipe" in refusal(pipe)
    with pytest.raises(SubmissionError, match="device"):
        read(Path("/dev/zero"))


def test_a_file_swapped_for_a_pipe_is_not_waited_for(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at and what was opened may differ: the open file is looked at again."""
    regular = os.stat(write("a.py"))
    os.mkfifo(tmp_path / "b.py")
    monkeypatch.setattr(os, "lstat", lambda path: regular)
    assert "named pipe" in refusal(tmp_path / "b.py")


def test_hard_links_are_read(write: Write, tmp_path: Path) -> None:
    """A second name of a file is a file."""
    os.link(write("a.py"), tmp_path / "b.py")
    assert text_of(read(tmp_path / "b.py")) == MODEL


def test_a_file_that_may_not_be_read_says_so(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason, without a traceback."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "Permission denied" in refusal(write("a.py"))


def test_names_are_made_printable(tmp_path: Path) -> None:
    """A name that is no text, or moves the cursor, reaches a report as visible characters alone."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[2J.py"))
    path.write_text(MODEL)
    assert read(path).cells[0].name == "��[2J.py"


# ── folders and archives ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=["folder", "zip"])
def pack(request: pytest.FixtureRequest, write: Write, tmp_path: Path) -> Callable[..., Path]:
    """The same files as a folder and as an archive."""

    def make(members: dict[str, bytes | str]) -> Path:
        if request.param == "zip":
            return write("alice.zip", zip_of(members))
        for name, content in members.items():
            write(f"alice/{name}", content)
        return tmp_path / "alice"

    return make


def test_the_one_code_file_is_read(pack: Callable[..., Path]) -> None:
    """At any depth; caches, hidden files and macOS's shadows are nobody's work."""
    path = pack(
        {
            "hw/5/work.py": MODEL,
            "hw/notes.txt": "hello",
            "__MACOSX/hw/._work.py": b"\0\5\x16\7",
            "hw/.ipynb_checkpoints/work.py": "old",
            "hw/__pycache__/work.py": "old",
            ".hidden.py": "old",
        }
    )
    source = read(path)
    assert text_of(source) == MODEL
    assert source.cells[0].name == "work.py"
    assert source.path == f"{path.name}/hw/5/work.py"


def test_of_several_the_assignments_own_is_read(pack: Callable[..., Path]) -> None:
    """`assignment` chooses; its name may be written as people write it, or be part of the name."""
    path = pack({"helper.py": "x = 1", "Gradient-Descent.py": MODEL, "alice_autograd.py": "y = 1\n"})
    assert text_of(read(path, assignment="gradient_descent")) == MODEL
    assert text_of(read(path, assignment="autograd")) == "y = 1\n"


def test_of_several_without_a_name_to_go_by_none_is_guessed(pack: Callable[..., Path]) -> None:
    """They are listed instead."""
    path = pack({"one.py": MODEL, "b/two.ipynb": notebook(MODEL)})
    for assignment in (None, "tensors"):
        sentence = refusal(path, assignment=assignment)
        assert "one.py" in sentence and "b/two.ipynb" in sentence


def test_two_students_work_in_one_archive_is_not_mixed_up(pack: Callable[..., Path]) -> None:
    """Two files of the right name in different folders: neither is taken."""
    assert "bob/tensors.py" in refusal(
        pack({"ann/tensors.py": MODEL, "bob/tensors.py": MODEL}), assignment="tensors"
    )


def test_a_script_beside_its_notebook_is_taken_and_said(pack: Callable[..., Path]) -> None:
    """Both of one name in one folder: the script, and a note."""
    source = read(pack({"tensors.py": MODEL, "tensors.ipynb": notebook("x = 1")}), assignment="tensors")
    assert source.cells[0].name == "tensors.py"
    assert "notebook of the same name" in str(source.notes[0])


def test_a_folder_or_archive_without_code_is_refused(pack: Callable[..., Path]) -> None:
    """It says what was expected in it."""
    assert "no `.py`, `.ipynb`, `.qmd` or `.rmd` file" in refusal(pack({"report.pdf": b"%PDF"}))


@pytest.mark.parametrize(("inner", "kind"), [("work/inner.zip", "zip"), ("work/inner.tar.gz", "archive")])
def test_an_archive_in_a_zip_is_named(write: Write, inner: str, kind: str) -> None:
    """The cause, and what to do: a zip that holds the code in another one is not blamed for holding none."""
    path = write("handin.zip", zip_of({inner: zip_of({"tensors.py": MODEL}), "__MACOSX/._a.zip": b"x"}))
    assert refusal(path) == (
        f"handin.zip contains another {kind}, {inner}. The grader does not look into it. "
        f"Unpack {inner}. Then hand in the file with your functions."
    )
    beside = write("handin.zip", zip_of({inner: b"x", "tensors.py": MODEL}))
    assert text_of(read(beside)) == MODEL


def test_a_link_in_a_folder_is_refused(write: Write, tmp_path: Path) -> None:
    """A folder's only code file is a link out of it: not followed."""
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "work.py").symlink_to(write("secret.py"))
    with pytest.raises(SubmissionError, match=r"work\.py is a symbolic link"):
        read(tmp_path / "alice")


def test_the_digest_of_an_archive_is_its_own(write: Write) -> None:
    """What `sha256sum alice.zip` prints is what the report says."""
    path = write("alice.zip", zip_of({"tensors.py": MODEL}))
    assert read(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "name", ["/etc/work.py", "../work.py", "a/../../work.py", "..\\work.py", "C:\\work.py"]
)
def test_an_archive_that_reaches_out_is_refused(write: Write, name: str) -> None:
    """Nothing is ever unpacked, and such an archive is not an honest one."""
    assert "leads out" in refusal(write("a.zip", zip_of({name: MODEL})))


def test_a_link_in_an_archive_is_refused(write: Write) -> None:
    """As is any special file."""
    info = zipfile.ZipInfo("work.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "link" in refusal(write("a.zip", buffer.getvalue()))


def test_a_bomb_is_not_unpacked(write: Write) -> None:
    """Many bytes out of few, many files, and sizes that lie: each is refused."""
    bomb = zip_of({"work.py": b"#" * 3_000_000})
    assert len(bomb) < 10_000
    assert "when unpacked" in refusal(write("a.zip", bomb))
    lying = bomb.replace((3_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert "cannot be read as a zip" in refusal(write("b.zip", lying))
    assert "at most 100 are allowed" in refusal(write("c.zip", zip_of({f"{i}.py": b"" for i in range(101)})))


def test_damaged_and_locked_archives_are_named(write: Write) -> None:
    """Cut off, no archive at all, with a password, packed in a rare way, one name twice: one line each."""
    whole = zip_of({"work.py": MODEL * 50})
    assert "cannot be read as a zip" in refusal(write("a.zip", whole[:-30]))
    assert "cannot be read as a zip" in refusal(write("b.zip", b"PK\3\4 hello"))
    flags = whole.index(b"PK\1\2") + 8
    assert "encrypted" in refusal(write("c.zip", whole[:flags] + b"\1\0" + whole[flags + 2 :]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("work.py", MODEL)
    assert "Pack it again" in refusal(write("d.zip", buffer.getvalue()))
    twice = zip_of({"work.py": MODEL, "kork.py": MODEL}).replace(b"kork", b"work")
    assert "two files of the same name" in refusal(write("e.zip", twice))


def test_windows_archives_are_read(write: Write) -> None:
    """Backslashes between folders are separators."""
    data = zip_of({"hw/work.py": MODEL}).replace(b"hw/work", b"hw\\work")
    assert read(write("a.zip", data)).path == "a.zip/hw/work.py"


# ── encodings ────────────────────────────────────────────────────────────────────────────────────────────

LINE = "# grün 漢字\nx = 1\n"


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode(),
        LINE.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"),
        LINE.replace("\n", "\r\n").encode(),
        LINE.replace("\n", "\r").encode("utf-8-sig"),
    ],
)
def test_unicode_in_any_dress_is_the_same_text(write: Write, data: bytes) -> None:
    """BOM or none, CR, LF or both: the same lines, and nothing to note."""
    source = read(write("a.py", data))
    assert (text_of(source), source.notes) == (LINE, ())


@pytest.mark.parametrize(
    ("encoding", "first"),
    [("latin-1", "# {}"), ("gbk", "#!/usr/bin/python\n# vim: {} :"), ("big5", "\n# {}")],
)
def test_the_coding_line_is_obeyed(write: Write, encoding: str, first: str) -> None:
    """PEP 263: in the first line or the second; the text still compiles as a string."""
    text = first.format(f"coding={encoding}") + "\ns = '" + ("ü" if encoding == "latin-1" else "漢") + "'\n"
    source = read(write("a.py", text.encode(encoding)))
    assert (text_of(source), source.notes) == (text, ())
    assert isinstance(ast.parse(text_of(source)).body[-1], ast.Assign)


def test_the_first_coding_line_wins(write: Write) -> None:
    """As for Python itself."""
    text = "# coding: cp1252\n# coding: koi8-r\n# ü\n"
    assert text_of(read(write("a.py", text.encode("cp1252")))) == text


def test_a_file_that_is_not_utf8_is_read_and_noted() -> None:
    """Umlauts saved by an old editor do not cost the assignment."""
    source = read(DATA / "cp1252.py")
    assert "Jürgen Groß" in text_of(source)
    assert "is not UTF-8. It was read as cp1252." in str(source.notes[0])


def test_every_byte_can_be_read(write: Write) -> None:
    """Bytes that cp1252 has no character for are read as latin-1."""
    source = read(write("a.py", b"# \x81\xff\n"))
    assert text_of(source) == "# \x81ÿ\n"
    assert "latin-1" in str(source.notes[0])


@pytest.mark.parametrize(
    "name", ["nonsense", "rot13", "zlib", "unicode_escape", "punycode", "utf-7", "ascii", "..x"]
)
def test_a_coding_line_cannot_change_the_code(write: Write, name: str) -> None:
    """Codecs that are no character sets, unknown and wrong ones: noted, and the file is read as UTF-8."""
    text = f"# coding: {name}\ns = 'é\\n+AGE-'\n"
    source = read(write("a.py", text))
    assert text_of(source) == text
    assert name in str(source.notes[0]) and "read as utf-8" in str(source.notes[0])


def test_nul_characters_are_taken_out(write: Write) -> None:
    """Python refuses a text that holds one; a note says so."""
    source = read(write("a.py", b"x = 1\0\0\n"))
    assert text_of(source) == "x = 1\n"
    assert "2 NUL" in str(source.notes[0])


def test_characters_that_reorder_a_line_are_noted_and_kept(write: Write) -> None:
    """A right-to-left override shows code otherwise than it runs: the reader is told where."""
    source = read(write("a.py", "x = 1\ny = 2  # \u202e}\u2066\n"))
    assert "\u202e" in text_of(source)
    [note] = source.notes
    assert str(note).startswith("a.py, line 2: a hidden character (U+202E) changes the order")


def test_of_many_hidden_characters_the_first_are_shown(write: Write) -> None:
    """A file full of them is no list of a thousand lines."""
    source = read(write("a.py", "x = 1  # \u202e\n" * 1000))
    said = [str(note) for note in source.notes]
    assert [note.partition(":")[0] for note in said[:5]] == [f"a.py, line {n}" for n in range(1, 6)]
    assert said[5:] == ["a.py: 995 more lines have such hidden characters."]


def test_only_python_decides_what_a_line_is(write: Write) -> None:
    """Characters that split lines for `str.splitlines` alone stay, and do not move line numbers."""
    text = "s = '\x0c\x1c\x85\u2028'\n!ls\n"
    source = read(write("a.py", text))
    assert text_of(source).count("\n") == 2
    assert "line 2: `!ls`" in str(source.notes[0])


def test_many_notes_are_shortened(write: Write) -> None:
    """A file of nothing but shell lines does not flood a report."""
    notes = read(write("a.py", "!ls\n" * 1000)).notes
    assert len(notes) == 41 and "960 more" in str(notes[-1])


# ── notebooks ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_notebook_from_colab() -> None:
    """Code cells in order, numbered as shown; what only Jupyter runs is neutralised and each noted."""
    source = read(DATA / "colab.ipynb")
    assert [(cell.name, cell.number) for cell in source.cells] == [
        ("colab.ipynb", n) for n in (2, 3, 4, 5, 6)
    ]
    for cell in source.cells:
        ast.parse(cell.text)
    assert tuple(map(str, source.notes)) == (
        "colab.ipynb, cell 2, line 1: `%matplotlib inline` is not run here.",
        "colab.ipynb, cell 2, line 2: `!pip install torch \\` is not run here.",
        "colab.ipynb, cell 3, line 1: the cell under `%%bash` is not run here.",
        "colab.ipynb, cell 4, line 1: `%%time` is left out, and the rest is kept.",
        "colab.ipynb, cell 5, line 9: `loss_fn?` is not run here.",
        "colab.ipynb, cell 6, line 1: `files = !ls` is not run here.",
        "colab.ipynb, cell 6, line 2: `here, there = !pwd` is not run here.",
        "colab.ipynb, cell 6, line 3: `%time` is left out, and the rest is kept.",
        "colab.ipynb, cell 6, line 5: `%timeit loss_fn(torch.zeros(2), torch.ones(2))` is not run here.",
    )


def test_a_script_exported_from_colab() -> None:
    """Shell lines and calls of get_ipython() do nothing, all lines of them; the docstring stays."""
    source = read(DATA / "colab_export.py")
    assert [type(part).__name__ for part in ast.parse(text_of(source)).body] == [
        "Expr", "Pass", "Import", "Pass", "Pass", "Assign", "FunctionDef",
    ]  # fmt: skip
    assert "!pip install inside a docstring is text" in text_of(source)
    assert len(source.notes) == 4


def test_a_notebook_of_the_old_format() -> None:
    """nbformat 3: worksheets, `input` for `source`, headings counted."""
    (cell,) = read(DATA / "nbformat3.ipynb").cells
    assert (cell.label, cell.text) == ("nbformat3.ipynb, cell 2", MODEL.rstrip())


def test_a_notebook_is_read_with_what_jupyter_would_mend(write: Write) -> None:
    """No metadata, cells that are none, sources as text, lists or neither, CRs, lone surrogates."""
    cells = [
        None,
        {"cell_type": "code", "id": "a", "source": ["x = 1\r\n", "y = 2"]},
        {"cell_type": "code", "id": "a", "source": "s = '\ud800\0'"},
        {"cell_type": "markdown", "source": "# t"},
        {"cell_type": "code", "source": 7},
        {"cell_type": "code"},
    ]
    source = read(write("a.ipynb", json.dumps({"cells": cells, "metadata": None})))
    assert [(str(cell.number), cell.text) for cell in source.cells] == [
        ("2", "x = 1\ny = 2"), ("3", "s = '\ufffd'"), ("5", ""), ("6", ""),
    ]  # fmt: skip
    assert [str(note).split(": ")[0] for note in source.notes] == ["a.ipynb, cell 3"] * 2 + [
        "a.ipynb, cell 5"
    ]


@pytest.mark.parametrize(
    "content",
    [
        "def model(): ...",
        "[]",
        "7",
        '{"cells": 7}',
        '{"worksheets": {}}',
        "[" * 100_000,
        '{"cells": [' + "9" * 5000 + "]}",
        zip_of({"a.ipynb": "{}"}),
    ],
)
def test_what_is_no_notebook_is_refused(write: Write, content: bytes | str) -> None:
    """Text, other JSON, JSON to choke on, an archive under the wrong name."""
    sentence = refusal(write("a.ipynb", content))
    assert "is not a notebook" in sentence or "is a zip archive, whatever its name says" in sentence


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"name": "julia-1.10"}},
        {"language": "haskell"},
    ],
)
def test_a_notebook_in_another_language_is_refused(write: Write, metadata: dict[str, Any]) -> None:
    """It says which language came."""
    assert ", not in Python." in refusal(write("a.ipynb", notebook("x <- 1", metadata=metadata)))


@pytest.mark.parametrize(
    "metadata",
    [{}, {"kernelspec": {"name": "my-env"}}, {"kernelspec": 3}, {"language_info": {"name": "ipython"}}],
)
def test_a_notebook_is_python_unless_it_says_otherwise(write: Write, metadata: dict[str, Any]) -> None:
    """Kernels have names of all kinds."""
    assert text_of(read(write("a.ipynb", notebook("x = 1", metadata=metadata)))) == "x = 1"


def test_a_notebook_without_code_is_refused(write: Write) -> None:
    """No cells, text alone, empty code cells."""
    assert "no code cells" in refusal(write("a.ipynb", notebook()))
    assert "no code cells" in refusal(
        write("b.ipynb", '{"cells": [{"cell_type": "markdown", "source": "x"}]}')
    )
    assert "All code cells of c.ipynb are empty." in refusal(write("c.ipynb", notebook("", "\n")))


# ── magics ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("%matplotlib inline", "pass  # %matplotlib inline"),
        ("  \n%%time\n%%capture out\nx = 1", "  \n# %%time\n# %%capture out\nx = 1"),
        ("# note\n%%writefile a.py\nx = (\n", "# note\n# %%writefile a.py\n# x = (\n"),
        ("%%", "# %%"),
        ("x = 1\n%%bash\ny = 2", "x = 1\npass  # %%bash\ny = 2"),
        ("if True:\n    !ls -l \\\n  -a\n    x = 1", "if True:\n    pass  # !ls -l \\\n#   -a\n    x = 1"),
        ("x?\n?x\nx.y??\n%time?", "pass  # x?\npass  # ?x\npass  # x.y??\npass  # %time?"),
        ("x = !ls", "x = None  # x = !ls"),
        ("  x.y[0] = %who", "x.y[0] = None  # x.y[0] = %who"),
        ("a, = !ls", "a, = None,  # a, = !ls"),
        ("%time  %time x = f(1,\n 2)", "x = f(1,\n 2)"),
        ("%time !ls", "pass  # !ls"),
        ("%time", "pass  # %time"),
        ("pip install torch", "pass  # pip install torch"),
        ("  x = 1\n  y = 2", "x = 1\ny = 2"),
        ("get_ipython().system('ls')", "pass  # get_ipython().system('ls')"),
        ("torch.optim.*SGD*?\nprint?;", "pass  # torch.optim.*SGD*?\npass  # print?;"),
        ("%run a.py", "pass  # %run a.py"),
        ("%%shell\ncd a && ls", "# %%shell\n# cd a && ls"),
        (">>> def f():\n...     return 1\n>>> f()", "def f():\n    return 1\nf()"),
        ("In [3]: def f():\n   ...:     return 1\n   ...:", "def f():\n    return 1\n"),
        (
            "%pylab inline",
            "from pylab import *; import numpy, numpy as np, matplotlib.pyplot as plt  # %pylab inline",
        ),
    ],
)
def test_what_only_jupyter_understands_becomes_python(before: str, after: str) -> None:
    """The same number of lines, the same indentation, and valid."""
    text, notes = neutralise(before, "cell 1", notebook=True)
    assert text == after
    ast.parse(text)
    assert bool(notes) == bool(re.search("[%!?]|pip|get_ipython", before)), "each is said; all else is Python"
    assert all(str(note).startswith("cell 1, line ") for note in notes)


@pytest.mark.parametrize(
    "text",
    [
        "x = (10\n%y)",
        "x = 10 \\\n%y",
        "s = '''\n%time\n!ls\n'''",
        's = r"\\"\nt = """\\"""\n!x\n"""',
        "s = 'a\\\n!b'",
        "x = {  # }\n'a': [\n1\n%2]}",
        "x != y",
        "x = a if b else c  # really?",
        "d['=!'] = 3",
        "d['a'] = '?'",
        "s = '# not a comment' \\\n% 3",
        "pip = 1",
        "time % 3",
        "x = [\n... \n]",
        "x >> 3\n",
    ],
)
def test_python_that_looks_like_a_magic_is_left_alone(text: str) -> None:
    """Inside strings, brackets and continued lines, `%`, `!` and `?` are Python's."""
    assert neutralise(text, "cell 1", notebook=True) == (text, ())


def test_a_script_is_not_a_notebook() -> None:
    """`x?` in a .py is a mistake that Python reports; `%` and `!` lines come from Colab."""
    text, notes = neutralise("x?\ny = !ls\n!ls\n%cd x\n%%bash\nz = 1", "a.py", notebook=False)
    assert text == "x?\ny = !ls\npass  # !ls\npass  # %cd x\npass  # %%bash\nz = 1"
    assert [str(note).split(":")[0] for note in notes] == ["a.py, line 3", "a.py, line 4", "a.py, line 5"]


def test_python_without_magics_is_not_touched() -> None:
    """The scanner is the identity on real modules of the standard library."""
    library = Path(ast.__file__).parent
    modules = sorted([*library.glob("*.py"), *library.glob("email/*.py"), *library.glob("asyncio/*.py")])
    texts = [path.read_text(encoding="utf-8") for path in modules]
    assert len(texts) > 100
    for path, text in zip(modules, texts, strict=True):
        for as_notebook in (True, False):
            assert neutralise(text, path.name, notebook=as_notebook) == (text, ()), path


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────────────

_SNIPPETS = st.sampled_from(
    ["'", '"', "'''", '"""', "\\", "#", "(", ")", "[", "{", "%", "%%", "!", "?", "=", "x", " ", "\n", "\t",
     "%time ", "get_ipython().", "%%bash", "%%time\n", "\r", "\x0c", "\u2028", "pip install "]
)  # fmt: skip


@given(text=st.lists(_SNIPPETS, max_size=40).map("".join), as_notebook=st.booleans())
def test_the_number_of_lines_is_kept(text: str, as_notebook: bool) -> None:
    """Whatever the text: as many lines out as in, and nothing is raised."""
    out, _ = neutralise(text, "cell 1", notebook=as_notebook)
    assert out.count("\n") == text.count("\n")


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["code", "python", "x = 1", "!ls"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "worksheets", "cell_type", "source", "input", "metadata", "kernelspec", "name"]
            ),
            inner,
        )
    ),
)
_ARCHIVE = zip_of({"a.py": "x = 1\n"})
_BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(_SNIPPETS, max_size=20).map(lambda parts: "".join(parts).encode()),
    st.binary(max_size=60).map(lambda rest: b"# coding: " + rest),
    _JSON.map(lambda value: json.dumps({"cells": value, "metadata": value}).encode()),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.tuples(st.integers(0, 150), st.binary(max_size=3)).map(
        lambda cut: _ARCHIVE[: cut[0]] + cut[1] + _ARCHIVE[cut[0] + len(cut[1]) :]
    ),
)


@settings(max_examples=300, deadline=None)
@given(data=_BYTES, suffix=st.sampled_from([".py", ".ipynb", ".zip", ".PY", ""]))
def test_any_bytes_are_text_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    """A Source that can travel and be compiled as far as characters go, or SubmissionError; nothing else."""
    path = tmp_path_factory.getbasetemp() / f"fuzz{suffix}"
    path.write_bytes(data)
    try:
        source = read(path)
    except SubmissionError as error:
        assert "\n" not in str(error) and "fuzz" in str(error)
        return
    assert source.cells
    for cell in source.cells:
        cell.text.encode()
        assert not {"\0", "\r"} & set(cell.text)
    "".join(map(str, source.notes)).encode()


@pytest.mark.parametrize(
    "unit",
    [
        "%time ",
        "'",
        "\u202e",
        "a=",
        "coding: ",
        "{",
        "\\",
        "x.",
        "%%time\n",
        "\u2066\n",
        "get_ipython().(\n",
        "!\\\n",
    ],
)
def test_reading_takes_linear_time(write: Write, unit: str) -> None:
    """A text made to be slow takes about as long per byte as a tenth of it; a busy machine tries again."""

    def seconds(size: int) -> float:
        path = write("a.ipynb", notebook("# " * (unit == "coding: ") + unit * (size // len(unit.encode()))))
        begin = process_time()
        read(path)
        return process_time() - begin

    assert any(seconds(300_000) < 20 * (seconds(30_000) + 0.05) for _ in range(5))
