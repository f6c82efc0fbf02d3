"""`course.toml` at a course's root: what the instructor decides about a student's evening.

title = "Learning, by hand"  # the first line of a kit's README
book = "Deep Learning with PyTorch (2020)"         # whose sections § counts
hand_in = "Upload your file to the course page."   # what a kit's README says of that
language = "zh-TW"           # in which students read their reports; a course that says nothing: English
assignments = ["tensors", "gradient_descent"]      # the order of the course; the others follow by name

[students]
show_reference = true        # after all points of a function; a course without the file shows nothing
name_mistakes = false        # a kit then names no mistakes; without this line it names those it can
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from grader.course.layout import Course, unreadable
from grader.errors import CourseError
from grader.words.messages import Code, InFile, Message, Value, code_list, quoted, say
from grader.words.translation import language_tag

FILE = "course.toml"
KEYS = ("assignments", "book", "hand_in", "language", "title")
KEYS_OF_STUDENTS = ("show_reference", "name_mistakes")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSettings:
    """What `course.toml` says, in a form that needs no further look at it."""

    # Every assignment of the course.
    order: tuple[str, ...]
    # Whether a student who has all points of a function may read the reference's own.
    show_reference: bool = False
    # Whether a kit of the course names mistakes.
    name_mistakes: bool = True
    # In which students read reports, hints and the like, as HTML names it; None where nothing is said.
    language: str | None = None
    # What a kit calls the course, whose sections § counts, and how to hand in; empty: nothing is said.
    title: str = ""
    book: str = ""
    hand_in: str = ""


def read_settings(course: Course) -> CourseSettings:
    """The course's settings, or those of a course that says nothing. Raises CourseError naming the key."""
    path = course.root / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise CourseError(unreadable(path, error)) from None
    _known(said, (*KEYS, "students"), quoted(InFile(FILE)))
    students = said.get("students", {})
    if not isinstance(students, dict):
        raise _refusal(say("the table `[students]`"), students)
    _known(students, KEYS_OF_STUDENTS, say("{file}, table `[students]`", file=InFile(FILE)))
    shows = students.get("show_reference", False)
    if not isinstance(shows, bool):
        raise _refusal(say("`true` or `false` for `show_reference`"), shows)
    names_mistakes = students.get("name_mistakes", True)
    if not isinstance(names_mistakes, bool):
        raise _refusal(say("`true` or `false` for `name_mistakes`"), names_mistakes)
    return CourseSettings(
        order=_order(course, said.get("assignments", [])),
        show_reference=shows,
        name_mistakes=names_mistakes,
        language=_language(said.get("language")),
        title=_text(said, "title"),
        book=_text(said, "book"),
        hand_in=_text(said, "hand_in"),
    )


def _text(said: dict[str, Any], key: str) -> str:
    text = said.get(key, "")
    if not isinstance(text, str):
        raise _refusal(say("a text for {key}", key=Code(key)), text)
    return text.strip()


def _language(named: Any) -> str | None:
    """The language as HTML names it: "zh-TW" of "zh-tw", too."""
    tag = language_tag(named) if isinstance(named, str) else None
    if tag is None and named is not None:
        raise _refusal(say("a language such as `en` or `zh-TW` for `language`"), named)
    return tag


def _order(course: Course, named: Any) -> tuple[str, ...]:
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise _refusal(say("a list of names for `assignments`"), named)
    # A kit may hold fewer assignments than the course it was made of.
    first = [name for name in dict.fromkeys(named) if name in course.assignments]
    return (*first, *(name for name in sorted(course.assignments) if name not in first))


def _known(table: dict[str, Any], keys: tuple[str, ...], where: Message) -> None:
    unknown = [key for key in table if key not in keys]
    if unknown:
        raise CourseError(
            say(
                "There is no setting {key} in {where}. Expected {keys}.",
                key=Code(unknown[0]),
                where=where,
                keys=code_list(keys, "or"),
            )
        )


def _refusal(wanted: Message, got: object) -> CourseError:
    return CourseError(
        say("Expected {wanted} in {file}, got {got}.", wanted=wanted, file=InFile(FILE), got=Value(repr(got)))
    )
