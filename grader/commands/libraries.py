"""What files of a class import and this machine lacks: for `grader doctor --course` and `grade --plan`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.model import Source
from grader.sandbox.libraries import package, stands_in
from grader.sandbox.outside.installed import missing_libraries
from grader.submission import Found, read
from grader.submission import file_names as names
from grader.submission.listing import EntryKind, of_folder
from grader.words.messages import Code, Message, Name, say, say_many


def sources_below(folder: Path) -> Iterator[Source]:
    """Every script and notebook below a folder that can be read. Raises UsageError where there is none."""
    if not folder.is_dir():
        raise UsageError(say("{path} is not a folder.", path=Code(str(folder))))
    listing = of_folder(folder)
    for entry in listing.entries:
        if entry.kind is EntryKind.FILE and names.suffix(entry.name) in names.CODE:
            yield from _read(listing.store.place(entry)[0])


def sources_of(found: Iterable[Found]) -> Iterator[Source]:
    """Submissions that can be read."""
    for one in found:
        if not one.problem:
            yield from _read(one.path, one.assignment, one.member)


def _read(path: Path, assignment: str | None = None, member: str = "") -> Iterator[Source]:
    try:
        yield read(path, assignment=assignment, member=member)
    except SubmissionError:
        return  # whoever grades it says why


def lacking(sources: Iterable[Source]) -> list[Message]:
    """A line for each known library that is missing here, the one that most files import first."""
    files: Counter[str] = Counter()
    for source in sources:
        files.update(missing_libraries(source.cells))
    if not files:
        return [say("Every known library that these files import is installed here.")]
    return [_line(library, count) for library, count in sorted(files.items(), key=lambda item: -item[1])]


def _line(library: str, count: int) -> Message:
    said = say_many(
        "{library} is not installed here. {n} file imports it.",
        "{library} is not installed here. {n} files import it.",
        count,
        library=Name(library),
    )
    if stands_in(library):
        return said + say("The grader can do without it.")
    return said + say("To install it: {command}", command=Code(f"pip install {package(library)}"))
