"""A table as text, in any encoding: single cells can be replaced, and all else stays byte for byte."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.submission.encodings import guess
from grader.words.messages import Heard, InFile, Items, Message, say, say_many

_LIMIT = 50_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: what it says, and where its text stands, quotes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, its heading first."""

    path: Path
    text: str
    mark: bytes
    encoding: str
    delimiter: str
    rows: tuple[tuple[Field, ...], ...]

    @property
    def heading(self) -> list[str]:
        """The names of the columns, without what surrounds them."""
        return [field.text.strip() for field in self.rows[0]] if self.rows else []

    def column(self, *names: str) -> int | None:
        """The first column of one of these names, in the order of names; capitals do not matter."""
        heading = [name.casefold() for name in self.heading]
        return next((heading.index(name.casefold()) for name in names if name.casefold() in heading), None)

    def cell(self, row: int, column: int | None) -> str:
        """What a cell says; empty where the row is too short, or there is no such column."""
        fields = self.rows[row]
        return fields[column].text.strip() if column is not None and column < len(fields) else ""

    def with_cells(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The file with these cells (row, column) replaced and every other byte as it was."""
        pieces, done = [], 0
        for (row, column), text in sorted(
            cells.items(), key=lambda one: self.rows[one[0][0]][one[0][1]].start
        ):
            field = self.rows[row][column]
            pieces += [self.text[done : field.start], self._written(text, field)]
            done = field.end
        return self.mark + "".join([*pieces, self.text[done:]]).encode(self.encoding)

    def again(self, data: bytes) -> Sheet:
        """The same file with other bytes, as `with_cells` made them."""
        text = data[len(self.mark) :].decode(self.encoding)
        return replace(self, text=text, rows=_filled_rows(text, self.delimiter))

    def _written(self, text: str, field: Field) -> str:
        quoted = self.text[field.start : field.start + 1] == '"'
        must = any(sign in text for sign in (self.delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if quoted or must else text


def read_sheet(path: Path) -> Sheet:
    """A table in CSV, with `,`, `;` or tabs. Raises UsageError where it cannot be read, or holds no rows."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = Heard(error.strerror or str(error))
        raise UsageError(
            say("Cannot read {file}: {why}. Check the path.", file=InFile(str(path)), why=why)
        ) from None
    if data.startswith(b"PK\x03\x04"):
        raise UsageError(_no_csv(path, say("a spreadsheet or zip")))
    if len(data) > _LIMIT:
        raise UsageError(_no_csv(path, say("{size} bytes", size=len(data))))
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    text, encoding = _decoded(data[len(mark) :], encoding, path)
    delimiter = _delimiter(text)
    rows = _filled_rows(text, delimiter)
    if len(rows) < 2:
        raise UsageError(
            say_many(
                "Expected a heading and a row for each student in {file}, got {n} row.",
                "Expected a heading and a row for each student in {file}, got {n} rows.",
                len(rows),
                file=InFile(str(path)),
            )
        )
    return Sheet(path, text, mark, encoding, delimiter, rows)


def headings(names: Iterable[str]) -> Items:
    """Headings of columns, as the file has them."""
    return Items(tuple(Heard(repr(name)) for name in names), "commas")


def _no_csv(path: Path, got: Message) -> Message:
    return say("Expected a CSV file, got {got} in {file}. Save it as CSV.", got=got, file=InFile(str(path)))


def _filled_rows(text: str, delimiter: str) -> tuple[tuple[Field, ...], ...]:
    return tuple(row for row in _rows(text, delimiter) if any(field.text.strip() for field in row))


def _decoded(data: bytes, encoding: str, path: Path) -> tuple[str, str]:
    name = encoding or guess(data)
    try:
        return data.decode(name), name
    except UnicodeError:
        raise UsageError(
            say("Cannot read {file} as text. Save it as CSV in UTF-8.", file=InFile(str(path)))
        ) from None


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[Field, ...]]:
    row: list[Field] = []
    at, size = 0, len(text)
    while at <= size:
        field = _quoted(text, at) if text[at : at + 1] == '"' else _bare(text, at, delimiter)
        row.append(field)
        at = field.end
        sign = text[at : at + 1]
        if sign == delimiter:
            at += 1
            continue
        yield tuple(row)
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if at >= size:
            return


def _bare(text: str, start: int, delimiter: str) -> Field:
    end = start
    while end < len(text) and text[end] not in (delimiter, "\n", "\r"):
        end += 1
    return Field(text[start:end], start, end)


def _quoted(text: str, start: int) -> Field:
    end = start + 1
    while end < len(text):
        if text[end] == '"':
            if text[end + 1 : end + 2] != '"':
                return Field(text[start + 1 : end].replace('""', '"'), start, end + 1)
            end += 1
        end += 1
    return Field(text[start + 1 :].replace('""', '"'), start, len(text))
