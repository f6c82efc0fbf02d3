"""What to do next: one thing, said at the top of a report and in the tables of a class."""

from __future__ import annotations

from grader.model import FunctionResult, Report, Status
from grader.render.outline import (
    UNWRITTEN,
    WRONG,
    all_clear,
    file_trouble,
    has_unchecked,
    located,
    needing_work,
    plain_reason,
    standing,
    with_status,
)
from grader.render.phrases import LABELS, look_where
from grader.words.messages import NOTHING, Code, Message, say, say_many


def next_step(report: Report) -> Message:
    """What to do now, in a few sentences."""
    if report.score is None:
        return _without_score(report)
    if report.unparsed:
        return _unread(report) + say("What Python can read is graded below.")
    if trouble := file_trouble(report):
        return say("Start with the file itself.") + trouble
    start = first_to_mend(report)
    if start is None:
        return _nothing_to_do(report)
    if start.status in UNWRITTEN:
        return _before_writing(report, start)
    why = reason(start)
    # A message often begins with the function's name; twice is once too often.
    if _names(why, start.name):
        return say("Start here.") + why
    return say("Start with {function}.", function=Code(start.name)) + why


def _without_score(report: Report) -> Message:
    no_score = say("There is no score.") + say("This does not mean zero points.")
    # With functions, it is not for want of them that there is no score.
    if report.unparsed and not report.functions:
        return _unread(report) + no_score
    return no_score + (report.problem or say("No reason is given."))


def _unread(report: Report) -> Message:
    """The first place that Python cannot read, and how many there are beside it."""
    said, more = report.unparsed[0].message, len(report.unparsed) - 1
    if not more:
        return said
    return said + say_many(
        "There is {n} more place that Python cannot read.",
        "There are {n} more places that Python cannot read.",
        more,
    )


def _nothing_to_do(report: Report) -> Message:
    if has_unchecked(report):
        return all_clear(report) + say("What could not be checked is listed below.")
    if len(report.functions) == 1:
        return say("{function} passes.", function=Code(report.functions[0].name))
    return say("Everything passes.") + say("There is nothing left to do here.")


def _before_writing(report: Report, start: FunctionResult) -> Message:
    if not with_status(report, (Status.PASSED,)):
        return say("Write {function} first.", function=Code(start.name))
    if has_unchecked(report):
        return all_clear(report) + say("Write {function} next.", function=Code(start.name))
    return say("All that you have written passes.") + say("Write {function} next.", function=Code(start.name))


def summary(report: Report) -> Message:
    """The one thing to say about a submission in a table; empty where everything passes."""
    if report.score is None:
        return report.problem
    if report.unparsed:
        return report.unparsed[0].message
    if trouble := file_trouble(report):
        return trouble
    start = first_to_mend(report)
    if start is None:
        return NOTHING
    why = LABELS[start.status] if start.status in UNWRITTEN else reason(start)
    if _names(why, start.name):
        return why
    return say("{function}: {reason}", function=Code(start.name), reason=why)


def first_to_mend(report: Report) -> FunctionResult | None:
    """The function to begin with: the first that is wrong, else the first not written."""
    work = needing_work(report)
    wrong = [function for function in work if standing(function) is not Status.BLOCKED]
    # What waits for another function is nothing to begin with.
    return next(iter((*wrong, *with_status(report, UNWRITTEN), *work)), None)


def reason(function: FunctionResult) -> Message:
    """What is wrong with a function: the first diagnosis, else where it is, else the first message.

    Where a message is the reason itself, it comes first, and then where it is.
    """
    if why := plain_reason(function):
        found = located(function)
        return why if found is None else why + look_where(found)
    wrong = [check for check in function.checks if check.status in WRONG]
    said = [check.diagnosis.headline for check in wrong if check.diagnosis is not None]
    said += [look_where(check.located) for check in wrong if check.located is not None]
    said += [check.message or check.title for check in wrong]
    said += [check.message for check in function.checks if check.status is Status.BLOCKED]
    return next(iter(said), LABELS[function.status])


def _names(message: Message, function: str) -> bool:
    """Whether a message's first sentence names the function: as an argument, whatever its words."""
    return bool(message) and any(value == Code(function) for _, value in message.sentences[0].arguments)
