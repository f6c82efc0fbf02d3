"""Readers of what strangers wrote, each time a changed copy of a known input: a result, or an error of ours.

tests/data/fuzz/<reader>/ holds inputs that once did harm, or look as if they could; the changes start there.
Two seeds are tried each time; FUZZ_SEED=5 tries another. Whoever finds an input that does harm puts it there.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError, UsageError
from grader.gradesheets.roster import read_roster
from grader.model import Call
from grader.sandbox import wire
from grader.sandbox.outside.observations import loading, observed
from grader.submission import read
from grader.submission.decode import decode
from grader.submission.notebook import cells

CORPUS = Path(__file__).resolve().parent / "data" / "fuzz"
SEEDS = [int(os.environ["FUZZ_SEED"])] if "FUZZ_SEED" in os.environ else [18, 1811]
# Bytes that mean something to one of the readers.
WORDS = [
    b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"{", b"}",
    b"[", b"]",
    b"\\ud800", b"\\u0000", b"../", b"PK\x03\x04", b"PK\x01\x02", b"1e999", b"-1", b"null", b"NaN",
    b"%%", b"!", b"\xc0", b"\xdc\x00\x10", b"\xdd\xff\xff\xff\xff", b"\xc7\x05", b"\xcf" + b"\xff" * 8,
    b"\xca\x7f\xc0\x00\x00", "\u202e".encode(),
]  # fmt: skip


@cache
def known(reader: str) -> list[bytes]:
    """The inputs that are kept for a reader, and those that it is known by."""
    kept = [path.read_bytes() for path in sorted((CORPUS / reader).iterdir())]
    return [*kept, *STARTS[reader]()]


def frames() -> list[bytes]:
    """Heads of each kind of message that a child sends."""
    place = wire.Place("x.py", 3)
    tensor = wire.Tensor("float32", [2], 0, shares=[0], grad=wire.Tensor("float32", [2], 16))
    value = wire.Sequence(
        "tuple", [wire.Mapping([("a", tensor)]), wire.Ref(0), wire.Integer("0xff"), 1.5, None]
    )
    definition = wire.Definition("f", place, False, "d", ["x"], ["g"])
    messages: list[wire.Reply] = [
        wire.Answer(
            1, value, [(0, tensor)], "ValueError", "ValueError: no", place=place, kinds=["ValueError"]
        ),
        wire.Answer(
            1, wire.Figure([wire.Axes("x", "y", "", [wire.Line([1.0], [2.0], True)])]), lacks="aten::x"
        ),
        wire.Answer(1, wire.Optimizer("SGD", [tensor], [("lr", 0.1)], [[("step", 1)]])),
        wire.Answer(1, wire.Named("dtype", "float32"), origin=place),
        wire.Loaded([definition], [wire.Trouble("no", place, "m", 2)], {"g": ["f"]}),
        wire.Loaded([], [], unparsed=[wire.UnparsedPart("SyntaxError", "no", place, 2, ["f"])]),
        wire.LentCall("f", [tensor], [("x", value)]),
        wire.Broken("no", reasons=(("mount", "/", "no"),)),
    ]
    return [wire.pack(message)[wire.HEADER.size :] for message in messages]


def notebooks() -> list[bytes]:
    """A notebook of each shape that is read."""
    code = {
        "cell_type": "code",
        "source": ["%matplotlib inline\n", "def f(x):\n", "    return x"],
        "outputs": [],
    }
    text = {"cell_type": "markdown", "source": "def g(x): pass", "metadata": {}}
    kernel = {"kernelspec": {"name": "python3", "language": "python"}}
    new = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": kernel,
        "cells": [text, code, {**code, "source": "!ls"}],
    }
    old = {
        "nbformat": 3,
        "metadata": {},
        "worksheets": [{"cells": [{**code, "input": "x = 1", "language": "python"}]}],
    }
    return [json.dumps(one).encode() for one in (new, old)]


def archives() -> list[bytes]:
    """Zips of a script, of a notebook, and of what lies beside one."""
    made = []
    for names in (["a.py"], ["work/a.ipynb", "work/data.csv"], ["a.py", "helper.py", "__MACOSX/._a.py"]):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, notebooks()[0] if name.endswith("b") else "import helper\nx = 1\n")
        made.append(data.getvalue())
    return made


def rosters() -> list[bytes]:
    """Tables as platforms and people write them."""
    plain = 'id,name,email,section\n0442,"Li, Ada",ada@x.org,A\n7,Bo,bo@x.org,B\n'
    return [
        plain.encode(),
        plain.replace(",", ";").encode("utf-16"),
        "學號\t姓名\n1\t王小明\n".encode("big5"),
    ]


STARTS: dict[str, Callable[[], list[bytes]]] = {
    "wire": frames, "notebook": notebooks, "zip": archives, "roster": rosters,
}  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, reader: str) -> bytes:
    """A known input with up to eight changes: bytes cut out, doubled, put in, or joined to another input."""
    inputs = known(reader)
    data = draw(st.sampled_from(inputs))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 40)))
        new = draw(st.sampled_from(WORDS) | st.binary(max_size=6) | st.just(data[at:to] * 2))
        other = draw(st.sampled_from(inputs))
        tail = data[to:] if draw(st.integers(0, 9)) else other[min(at, len(other)) :]
        data = data[:at] + new + tail
    return data


# ── what each reader may do ──────────────────────────────────────────────────────────────────────────────


def read_frame(data: bytes) -> None:
    """A message, in bounds, or WireError."""
    blob = bytearray(64)
    try:
        message = wire.reply(data)
        if isinstance(message, wire.Answer):
            wire.validate([message.value, *(value for _, value in message.after)], len(blob))
            call = Call(function="f", arguments={"x": 1})
            seen = observed(call, message, blob, {0: "x"}, 0.0)
            assert seen.location is None or 1 <= seen.location.line <= 1_000_000
            assert len(seen.lacks) < 100
        elif isinstance(message, wire.Loaded):
            found = loading(message, (), {})
            assert all(1 <= one.line <= 1_000_000 for one in found.places.values())
    except wire.WireError:
        pass


def read_notebook(data: bytes) -> None:
    """Cells that are text, or SubmissionError."""
    try:
        text, _ = decode(data, "a.ipynb")
        found, _, _ = cells(text, "a.ipynb")
    except SubmissionError:
        return
    assert all(isinstance(cell.text, str) for cell in found)


def read_archive(data: bytes, folder: Path) -> None:
    """A source, or SubmissionError; and nothing is written beside the archive."""
    path = folder / "a.zip"
    path.write_bytes(data)
    try:
        source = read(path, assignment="a")
        assert source.cells
    except SubmissionError:
        pass
    assert [one.name for one in folder.iterdir()] == ["a.zip"]


def read_table(data: bytes, folder: Path) -> None:
    """Students, or UsageError."""
    path = folder / "class.csv"
    path.write_bytes(data)
    try:
        roster = read_roster(path)
    except UsageError:
        return
    for student in roster.students[:20]:
        roster.find(student.person)


def try_all(reader: str, examples: int, number: int, use: Callable[[bytes], None]) -> None:
    @seed(number)
    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(changed(reader))
    def attempt(data: bytes) -> None:
        use(data)

    attempt()


READERS: dict[str, Callable[[Path], Callable[[bytes], None]]] = {
    "wire": lambda folder: read_frame,
    "notebook": lambda folder: read_notebook,
    "zip": lambda folder: lambda data: read_archive(data, folder),
    "roster": lambda folder: lambda data: read_table(data, folder),
}


@pytest.mark.parametrize("reader", READERS)
def test_what_is_known_is_read(reader: str, tmp_path: Path) -> None:
    """Every input that is kept, and a few changes of each."""
    use = READERS[reader](tmp_path)
    for data in known(reader):
        use(data)
    try_all(reader, 60, SEEDS[0], use)


@pytest.mark.slow
@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("reader", READERS)
def test_fuzz(reader: str, number: int, tmp_path: Path) -> None:
    """Some ten thousand changed inputs of each reader for each seed: some ten minutes in all."""
    try_all(reader, 10_000, number, READERS[reader](tmp_path))
