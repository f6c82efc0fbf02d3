"""What a terminal shows: a command is run in a pseudo terminal, and what it writes is laid out in cells."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

COLUMNS, LINES = 88, 44
# As many as can be read on a phone.
FEW_COLUMNS = 44
# Seconds for what a step waits for.
PATIENCE = 120.0
_TOKEN = re.compile(
    r"\x1b\[(?P<numbers>[?0-9;]*)(?P<does>[A-Za-z])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # a title or the target of a link
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<control>[\x00-\x1f\x7f])"
)
Grid = list[list["Cell"]]


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is written. colour: 0 to 15, as terminals number them, or None."""

    colour: int | None = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One sign."""

    sign: str
    style: Style = Style()


BLANK = Cell(" ")
_SWITCHES = {
    1: {"bold": True}, 2: {"dim": True}, 3: {"italic": True}, 4: {"underline": True},
    22: {"bold": False, "dim": False}, 23: {"italic": False}, 24: {"underline": False}, 39: {"colour": None},
}  # fmt: skip


class Sheet:
    """The cells of a terminal without a lower end: what scrolls away in a real one is still there."""

    def __init__(self) -> None:
        self.rows: Grid = [[]]
        self.row = self.column = 0
        self.style = Style()

    def write(self, output: str) -> None:
        """What a program wrote. Raises ValueError for a control sequence that is not known here."""
        for token in _TOKEN.finditer(output):
            if token["text"]:
                self._put(token["text"])
            elif token["control"]:
                self._control(token["control"])
            elif token["does"]:
                self._obey(token["does"], token["numbers"])

    def _put(self, text: str) -> None:
        while len(self.rows) <= self.row:
            self.rows.append([])
        row = self.rows[self.row]
        row += [BLANK] * (self.column - len(row))
        row[self.column : self.column + len(text)] = [Cell(sign, self.style) for sign in text]
        self.column += len(text)

    def _control(self, sign: str) -> None:
        if sign == "\n":  # a pseudo terminal writes "\r\n", a pipe "\n": both begin a line
            self.row, self.column = self.row + 1, 0
        elif sign == "\r":
            self.column = 0
        elif sign != "\x07":
            raise ValueError(
                f"the sign {sign!r} is not known: scripts/picturing/terminal.py lays out no such thing"
            )

    def _obey(self, does: str, numbers: str) -> None:
        if does == "m":
            self._restyle([int(one or 0) for one in numbers.split(";")])
        elif does == "J" and numbers in ("2", "3"):
            self.rows = [[]]
        elif does == "H":
            row, _, column = numbers.partition(";")
            self.row, self.column = int(row or 1) - 1, int(column or 1) - 1
        elif does == "A":
            self.row = max(0, self.row - int(numbers or 1))
        elif does == "K" and numbers in ("", "0", "2"):
            for line in self.rows[self.row : self.row + 1]:
                del line[0 if numbers == "2" else self.column :]
        elif does not in "hl":  # modes: the cursor is hidden, keys come one by one
            raise ValueError(
                f"the control sequence ESC [ {numbers}{does} is not known to scripts/picturing/terminal.py"
            )

    def _restyle(self, codes: Sequence[int]) -> None:
        for code in codes:
            if code == 0:
                self.style = Style()
            elif code in _SWITCHES:
                self.style = replace(self.style, **_SWITCHES[code])  # type: ignore[arg-type]
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.style = replace(self.style, colour=code - 30 if code < 90 else code - 82)
            else:
                raise ValueError(f"the style {code} is not known to scripts/picturing/terminal.py")


def laid_out(output: str) -> Grid:
    """The lines that a program's output shows, without empty ones at either end."""
    sheet = Sheet()
    sheet.write(output)
    rows = sheet.rows
    while rows and not words([rows[-1]]):
        rows = rows[:-1]
    while rows and not words([rows[0]]):
        rows = rows[1:]
    return rows


def words(rows: Grid) -> str:
    """The text of lines, without blanks at their ends."""
    return "\n".join("".join(cell.sign for cell in row).rstrip() for row in rows)


def typed(command: str) -> Grid:
    """A line as somebody types it, and an empty one below it."""
    prompt = [Cell(sign, Style(dim=True)) for sign in "$ "]
    return [[*prompt, *(Cell(sign, Style(bold=True)) for sign in command)], []]


class Terminal:
    """A pseudo terminal with a command in it."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self.ours = ours
        self.output = ""
        self._seen = 0

    def until(self, *said: str) -> str:
        """All that was written, once some more things are said in order. Raises TimeoutError where not."""
        deadline = time.monotonic() + PATIENCE
        wanted = re.compile(".*".join(map(re.escape, said)), re.DOTALL)
        while not wanted.search(_plain(self.output[self._seen :])):
            if not self._read(deadline):
                raise TimeoutError(f"waited for {said!r}; the command wrote:\n{self.output[self._seen :]}")
        self._seen = len(self.output)
        return self.output

    def to_the_end(self) -> str:
        """All that was written, once the command has ended. Raises RuntimeError where it failed."""
        while self._read(time.monotonic() + PATIENCE):
            pass
        if (code := self.process.wait(PATIENCE)) not in (0, 1):
            raise RuntimeError(f"{self.process.args!r} ended with exit code {code}:\n{self.output}")
        return self.output

    def press(self, key: str) -> None:
        """A key."""
        os.write(self.ours, key.encode())

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self.ours], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            got = os.read(self.ours, 65536)
        except OSError:  # on Linux, that nobody has the other end any more
            return False
        self.output += got.decode("utf-8", "replace")
        return bool(got)


def _plain(output: str) -> str:
    return _TOKEN.sub(lambda token: token["text"] or token["control"] or "", output)


@contextmanager
def terminal(
    command: Sequence[str],
    folder: Path,
    more: Mapping[str, str] | None = None,
    columns: int = COLUMNS,
) -> Iterator[Terminal]:
    """A command in a pseudo terminal of 16 colours, in a folder; ended with the block."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, columns, 0, 0))
    own = {**environment(), "COLUMNS": str(columns), **(more or {})}
    process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=own)
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def environment() -> dict[str, str]:
    """Nothing of the machine's own but its PATH, so that the same is written everywhere."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {
        "PATH": path, "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8", "TERM": "xterm-16color",
        "LINES": str(LINES),
    }  # fmt: skip
