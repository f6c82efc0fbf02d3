"""What a report says of libraries that a submission imports and that are not installed here."""

from __future__ import annotations

from grader.model import Source
from grader.sandbox import libraries
from grader.sandbox.outside.installed import is_library, missing_libraries
from grader.words.messages import InFile, Message, Name, say

# Something of every notebook: nobody misses it.
_QUIET = ("IPython", "google.colab", "matplotlib_inline")


def stand_in_notes(source: Source) -> list[Message]:
    """A note for each library for which something stands in."""
    return [
        _note(library)
        for library in missing_libraries(source.cells)
        if libraries.stands_in(library) and library not in _QUIET
    ]


def shadowing_notes(source: Source) -> list[Message]:
    """A note for each module handed in that has a library's name: whoever imports that gets the library."""
    return [
        say("{file} has the name of a library.", file=InFile(one.name))
        + say("So it cannot be imported here. Give it another name.")
        for one in source.beside
        if is_library(one.name)
    ]


def _note(library: str) -> Message:
    name = Name(library)
    missing = say("{library} is not installed here.", library=name)
    if library == "tqdm":
        return missing + say("A simple progress bar took its place. It runs the loop and shows nothing.")
    return missing + say("The lines that use it ran, and did nothing.")
