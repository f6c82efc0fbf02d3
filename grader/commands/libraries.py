"""What files of a class import and this machine lacks: for `grader doctor --course` and `grade --plan`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.model import Source
from grader.sandbox.libraries import package, stands_in
from grader.sandbox.outside.installed import missing_libraries
from grader.submission import file_names as names
from grader.submission import read
from grader.submission.listing import EntryKind, of_folder
from grader.words.messages import Code, InFile, Items, Message, Name, say, say_many

# A file that can be read, and whose it is: a student's name, or its path.
WrittenBy = tuple[Name | InFile, Source]
_NAMED = 20


def sources_below(folder: Path) -> Iterator[WrittenBy]:
    """Every script and notebook below a folder that can be read. Raises UsageError where there is none."""
    if not folder.is_dir():
        raise UsageError(say("{path} is not a folder.", path=Code(str(folder))))
    listing = of_folder(folder)
    for entry in listing.entries:
        if entry.kind is EntryKind.FILE and names.suffix(entry.name) in names.CODE:
            try:
                source = read(listing.store.place(entry)[0])
            except SubmissionError:
                continue  # whoever grades it says why
            yield InFile("/".join(listing.path(entry))), source


def lacking(sources: Iterable[WrittenBy]) -> list[Message]:
    """A line for each known library that is missing here, the one that most files import first."""
    files: dict[str, list[Name | InFile]] = {}
    for writer, source in sources:
        for library in missing_libraries(source.cells):
            files.setdefault(library, []).append(writer)
    if not files:
        return [say("Every known library that these files import is installed here.")]
    return [_line(library, own) for library, own in sorted(files.items(), key=lambda item: -len(item[1]))]


def _line(library: str, own: Sequence[Name | InFile]) -> Message:
    more = len(own) - _NAMED
    rest = [say_many("{n} more", "{n} more", more)] if more > 0 else []
    said = say_many(
        "{library} is not installed here. {n} file imports it: {names}.",
        "{library} is not installed here. {n} files import it: {names}.",
        len(own),
        library=Name(library),
        names=Items((*own[:_NAMED], *rest)),
    )
    if stands_in(library):
        return said + say("The grader can do without it.")
    return said + say("To install it: {command}", command=Code(f"pip install {package(library)}"))
