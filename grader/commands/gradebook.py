"""`grader grade --gradebook URL`: each report goes into nbgrader's gradebook as it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from grader.errors import needing
from grader.model import Report
from grader.submission import Found
from grader.words.messages import Code, quoted
from grader.words.translation import Translator


@contextmanager
def saving(
    url: str | None, found: Sequence[Found], translate: Translator
) -> Iterator[Callable[[Report], None]]:
    """What to call with each report; without a gradebook it does nothing.

    translate: says what is stored there.

    Raises:
        UsageError: the gradebook cannot be used, or does not know an assignment that is to be graded.
    """
    if url is None:
        yield lambda report: None
        return
    with needing("nbgrader", quoted(Code("--gradebook"))):
        from grader.nbgrader.gradebook import ScoreBook
    paths = {(one.student, one.id, one.assignment): one.path for one in found}
    paths |= {(member.name, member.id, one.assignment): one.path for one in found for member in one.members}
    with ScoreBook(url, translate) as book:
        for name in sorted({one.assignment for one in found if one.assignment}):
            book.require(name)

        def save(report: Report) -> None:
            # Without an assignment there is nothing to save it under; the report says so.
            if report.assignment:
                book.save(report, paths[report.student, report.id, report.assignment])

        yield save
