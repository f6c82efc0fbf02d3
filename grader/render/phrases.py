"""Short words that every renderer for people says in the same way, as messages."""

from __future__ import annotations

from grader.model import CheckResult, FunctionResult, Located, Location, Report, SlipKind, Status
from grader.words.messages import NOTHING, Code, InFile, Message, Name, code_list, quoted, say, say_many

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
SLIPS = {
    SlipKind.OPERATOR: say("An operator there is not the right one."),
    SlipKind.ORDER: say("Two things there are in the wrong order."),
    SlipKind.CONSTANT: say("A number or another fixed value there is not right."),
    SlipKind.COUNT: say("Something there is one too many or one too few."),
    SlipKind.NAME: say("A name there is not the right one."),
    SlipKind.ARGUMENT: say("An argument of a call there is wrong, missing or not needed."),
    SlipKind.CALL: say("A call there is not the right one, or is not needed."),
    SlipKind.INDEX: say("An index or a slice there is not right."),
    SlipKind.CONDITION: say("A condition there is not right."),
    SlipKind.BLOCK: say("A line is in a block and should be outside it, or the other way round."),
    SlipKind.EXTRA: say("Something there is not needed."),
    SlipKind.MISSING: say("Something is missing there, or in the block that begins there."),
}
NO_SCORE = say("no score")
NOT_GRADED = say("not graded")
ABSENT = say("not handed in")
# Of a file, or of something else that was handed in, that fits no assignment of the course.
NO_ASSIGNMENT = say("no assignment")
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
    """The place to look at; empty where it is where the function begins, was said, or is not known."""
    located = check.located and check.located.location
    if check.location is None or check.location in (function.location, located):
        return NOTHING
    return say("Look at {place}.", place=check.location.place)


def look_where(located: Located) -> Message:
    """On which lines the slip lies, and of what kind it is where that is known."""
    place = located.location.place
    if located.expression:
        said = say("Look at {code} in {place}.", code=Code(located.expression), place=place)
    elif located.end_line == located.location.line:
        said = say("Look at {place}.", place=place)
    else:
        file = InFile(place.file, place.cell)
        said = say(
            "Look at lines {first} to {last} of {file}.",
            first=located.location.line,
            last=located.end_line,
            file=file,
        )
    return said if located.kind is None else said + SLIPS[located.kind]


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
