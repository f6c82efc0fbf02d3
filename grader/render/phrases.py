"""Short words that every renderer for people says in the same way, as messages."""

from __future__ import annotations

from grader.model import CheckResult, FunctionResult, Location, Report, Status
from grader.words.messages import NOTHING, Message, Name, code_list, quoted, say, say_many

SYMBOLS = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.MISSING: "–",
    Status.UNATTEMPTED: "○",
    Status.BLOCKED: "…",
    Status.NOT_CHECKED: "?",
    Status.FAULT: "!",
}
LABELS = {
    Status.PASSED: say("passed"),
    Status.FAILED: say("needs work"),
    Status.MISSING: say("not in the file"),
    Status.UNATTEMPTED: say("not written yet"),
    Status.BLOCKED: say("waiting"),
    Status.NOT_CHECKED: say("not checked"),
    Status.FAULT: say("could not be checked"),
}
NO_SCORE = say("no score")
NOT_GRADED = say("not graded")
ABSENT = say("not handed in")
FAULT = say("The grader caused this, not you.") + say("It costs you no points.")


UNPARSED = say("Python cannot read these places")


def hidden_words(check: CheckResult) -> Message:
    """What to say of a hidden check, to a student and to an instructor; empty for any other."""
    if check.visible:
        return NOTHING
    if check.example is None:
        return say("This is a hidden check.") + say("Its inputs are not shown.")
    return say("This is a hidden check.") + say("Students do not see its inputs.")


def on_device(check: CheckResult, report: Report) -> Message:
    """Where a check ran; empty where there is only the CPU."""
    if len(report.devices) == 1 and check.device == "cpu":
        return NOTHING
    return say("on {device}", device=Name(check.device))


def place_alone(location: Location) -> Message:
    """A location and nothing else."""
    return quoted(location.place)


def defined_at(location: Location) -> Message:
    """Where a function begins."""
    return say("Defined at {place}.", place=location.place)


def look_at(check: CheckResult, function: FunctionResult) -> Message:
    """The place to look at; empty where that is where the function begins, or is not known."""
    if check.location is None or check.location == function.location:
        return NOTHING
    return say("Look at {place}.", place=check.location.place)


def read_again(section: str) -> Message:
    """Where the book explains it; empty where it does not."""
    return say("Read again: {section}", section=Name(section)) if section else NOTHING


def stopped_by(functions: tuple[FunctionResult, ...]) -> Message:
    """What could not be tried because of trouble with the whole file."""
    names = code_list([function.name for function in functions], "commas")
    return say("So these could not be tried: {functions}.", functions=names)


def more_characters(left: int) -> Message:
    """How much of a long text is left out."""
    return say_many("{n} more character is not shown.", "{n} more characters are not shown.", left)
