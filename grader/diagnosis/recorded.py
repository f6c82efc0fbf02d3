"""What a student kit knows of mistakes: what each answers to the recorded questions, and what is said of it.

A kit holds no misconception's code. It names a mistake where the student's answers are that mistake's, to all
recorded questions that were asked. Where two mistakes fit, it names none.
"""

from __future__ import annotations

import lzma
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from grader.course.layout import UNPACK, Assignment
from grader.diagnosis.asked import REPLAYED, Asked
from grader.diagnosis.function_mistakes import Group
from grader.diagnosis.same_observation import same_observation
from grader.errors import CourseError
from grader.model import Diagnosis
from grader.reference.recorded import digest, unpacked
from grader.words.messages import Heard, InFile, of_course, say

SCHEMA = "grader-mistakes/1"
# Of the file, unpacked: more than any course has.
_LARGEST = 1 << 26


class KnownMistake(msgspec.Struct, frozen=True, kw_only=True):
    """One misconception, as a kit has it."""

    name: str
    headline: str
    explanation: str
    section: str
    # To each question of its function, the number of the frame.
    answers: list[int]


class KnownMistakes(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one function."""

    # Digests of all questions that its checks ask.
    questions: list[bytes]
    mistakes: list[KnownMistake]


class Mistakes(msgspec.Struct, frozen=True, kw_only=True):
    """The file answers/<assignment>.mistakes."""

    schema: str = SCHEMA
    # By function.
    known: dict[str, KnownMistakes]
    frames: list[bytes]


def write(mistakes: Mistakes) -> bytes:
    """The file's content."""
    return lzma.compress(msgspec.msgpack.encode(mistakes), preset=9)


def read(path: Path) -> Mistakes:
    """The file of an assignment; without it, nothing is known. Raises CourseError where it is damaged."""
    if not path.is_file():
        return Mistakes(known={}, frames=[])
    try:
        unpacker = lzma.LZMADecompressor()
        held = msgspec.msgpack.decode(unpacker.decompress(path.read_bytes(), _LARGEST), type=Mistakes)
    except (OSError, lzma.LZMAError, msgspec.DecodeError) as error:
        raise CourseError(
            say("{file} cannot be read: {error}.", file=InFile(str(path)), error=Heard(str(error))) + UNPACK
        ) from None
    # Of another version of the grader: what it knows cannot be used, and nothing else hangs on it.
    return held if held.schema == SCHEMA else Mistakes(known={}, frames=[])


class RecordedMistakes:
    """Stands in the place of the misconceptions where there are none."""

    def __init__(self, assignment: Assignment) -> None:
        """Raises CourseError where the file is damaged."""
        self._assignment = assignment.name
        held = read(assignment.mistakes)
        self._frames = held.frames
        self._known = {
            function: {mistake.name: mistake for mistake in known.mistakes}
            for function, known in held.known.items()
        }
        # By function, the place of each question.
        self._places = {
            function: {key: place for place, key in enumerate(known.questions)}
            for function, known in held.known.items()
        }

    def matching(
        self, function: str, asked: Sequence[Asked], group: Group = Group.WRITTEN, among: Collection[str] = ()
    ) -> list[str]:
        """The names of mistakes that answer all of these as the student did; of pairs nothing is recorded.

        among: only these are tried; all where empty.
        """
        if group is not Group.WRITTEN or any(item.seen.outcome not in REPLAYED for item in asked):
            return []
        names = among or self._known.get(function, {})
        return [name for name in names if all(self._fits(function, name, item) for item in asked)]

    def likely(self, function: str, short: Sequence[Asked], group: Group, first: Asked) -> list[str]:
        """The names of mistakes that may answer these as the student did: all, for nothing is recorded."""
        return list(self._known.get(function, {})) if group is Group.WRITTEN else []

    def _fits(self, function: str, name: str, item: Asked) -> bool:
        place = self._places[function].get(digest(item.question))
        if place is None:
            return False  # what was not recorded bears nothing out
        frame = self._frames[self._known[function][name].answers[place]]
        return same_observation(item.seen, unpacked(item.question, frame))

    def words(
        self,
        function: str,
        names: Sequence[str],
        group: Group,
        asked: Sequence[Asked],
        failed: Collection[str],
    ) -> Diagnosis | None:
        """What is said where one mistake alone has matched, or None."""
        if group is not Group.WRITTEN or len(names) != 1:
            return None
        known, name = self._known[function][names[0]], f"{function}/{names[0]}"
        context = f"{self._assignment}/{name}"
        return Diagnosis(
            id=name,
            headline=of_course(known.headline, f"{context}/headline"),
            explanation=of_course(known.explanation, f"{context}/explanation"),
            section=known.section,
        )

    def close(self) -> None:
        """There is no process to let go."""
