"""The nouns of grading, frozen, in the order in which they appear; standard library and messages only.

    Source ─► Call ─► Observation ─► CheckResult ─► FunctionResult ─► Report

Every stage reads the nouns of the stage before and makes its own; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from grader.words.messages import NOTHING, InFile, Message, heard, quoted


class NoteKind(Enum):
    """What a note is about, where that matters to more than its reader."""

    REMARK = "remark"
    # Of a script and a notebook of one name the script was taken.
    NOTEBOOK_PASSED_OVER = "notebook passed over"
    # Another file of that name was worked in, too: a student reads this before anything else.
    OTHER_FILE = "other file"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for a reader. What is done about it hangs on its kind, never on its words."""

    text: Message
    kind: NoteKind = NoteKind.REMARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One piece of source text that parses on its own: a whole `.py` file or one notebook cell."""

    # The file's name; in a notebook also the cell's number, counting all its cells from 1.
    name: str
    text: str
    number: int | None = None

    @property
    def label(self) -> str:
        """What a child knows it by, and Python's tracebacks: equal for no two cells of a source."""
        return self.name if self.number is None else f"{self.name}, cell {self.number}"

    def at(self, line: int) -> Location:
        """A line of it."""
        return Location(file=self.name, cell=self.number, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideFile:
    """A module or data that was handed in beside a submission, and read."""

    # Its path from the submission's folder, with slashes.
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A function that a file has where nothing is run: a "raw" or "text" cell, a "magic", a "comment"."""

    name: str
    kind: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A submission as text. It was read, decoded and tidied, and never executed."""

    # Where it came from, as the student or instructor knows it (shown in reports).
    path: str
    # Of all that was read: of the file, and of what lies beside it.
    sha256: str
    cells: tuple[Cell, ...]
    # Things a reader should know: "cell 2: the shell line `!pip install x` was not run".
    notes: tuple[Message, ...] = ()
    # The owner's modules and data that it names.
    beside: tuple[BesideFile, ...] = ()
    # Functions that stand where nothing is run.
    unused: tuple[Unused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in the student's own text, 1-based: a file, in a notebook a cell, a line of that."""

    file: str
    line: int
    cell: int | None = None
    # File and cell as a person calls them, once they were said in a language.
    said: Message = field(default=NOTHING, compare=False)

    @property
    def called(self) -> Message:
        """File and cell as a person calls them: "x.ipynb, cell 4"."""
        return self.said or quoted(InFile(self.file, self.cell))

    @property
    def place(self) -> InFile:
        """File, cell and line."""
        return InFile(self.file, self.cell, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """A part of a submission that Python cannot read, so that nothing of it was run."""

    # The place, Python's words, and plain ones where there are any.
    message: Message
    location: Location
    # The functions of the assignment that it would have defined.
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question put to a function: data and recipes, never live objects."""

    function: str
    # By parameter name, in order. Values are plain data, tensors or recipes (grader.testing).
    arguments: Mapping[str, object]
    seed: int = 0
    device: str = "cpu"
    # Of what kind the arguments are, as the end of "This happens …"; empty for ordinary ones.
    case: Message = NOTHING
    # Whether gradients are on around the call; off as in `with torch.no_grad():`.
    gradients: bool = True


class Outcome(Enum):
    """How a call ended."""

    RETURNED = "returned"
    RAISED = "raised"
    MISSING = "is not defined"
    DIED = "ended the process"
    TIMED_OUT = "took too long"
    OUT_OF_MEMORY = "used too much memory"
    # What came back was not an answer: forged frames, or a value over the limits.
    REFUSED = "gave an answer that cannot be read"
    FAULT = "could not be run"  # ours: the child never got as far as their code


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One call and everything seen of it: facts, no opinion."""

    call: Call
    outcome: Outcome
    # A tree of grader.sandbox.wire nodes: numbers, strings, Sequence, Tensor, Figure …
    value: object = None
    # Arguments that the call changed, by name, as it left them.
    after: Mapping[str, object] = field(default_factory=dict)
    # Of an exception, its words as they were heard: "TypeError: unsupported operand …".
    error: str = ""
    # Where there is neither a value nor an exception: why, for a reader.
    problem: Message = NOTHING
    # Of an exception: the name of its type.
    error_type: str = ""
    # Nothing was called, for the file could not be loaded; `problem` tells how that ended.
    unloaded: bool = False
    location: Location | None = None
    printed: str = ""
    # Whether autograd ran: backward(), torch.autograd.grad, forward mode.
    used_autograd: bool = False
    # "zero_grad", "backward", "step" in the order in which they ran.
    trace: tuple[str, ...] = ()
    # Watched arguments that autograd kept for a backward pass.
    kept: tuple[str, ...] = ()
    # Whether gradients were on after the call.
    gradients_on: bool = True
    # Where the submission made a tensor that lies on another device than the call's.
    origin: Location | None = None
    # What was asked of the pretend accelerator, and what it lacks: nobody's mistake. Else empty.
    lacks: str = ""
    # Of an exception: the built-in types that it is one of, and the submission's function that raised it.
    kinds: tuple[str, ...] = ()
    raised_in: str = ""
    # Whether the submission's own `raise` raised it, and no operation of Python's or PyTorch's.
    by_statement: bool = False
    # The known library that is missing here, on which the answer hangs: nobody's mistake. Else empty.
    needs: str = ""
    seconds: float = 0.0
    # Whether it ended because the submission had used up its time.
    out_of_time: bool = False
    # On a machine that says it has CUDA, how the call got to know it: "torch", "else" or "nothing".
    asked_of_machine: str = "nothing"

    @property
    def ended(self) -> Message:
        """How a call ended that gave no value: the exception's words, or ours."""
        return self.problem or heard(self.error)


class Status(Enum):
    """A verdict. `FAULT` is ours and carries no score, `NOT_CHECKED` counts for nothing."""

    PASSED = "passed"
    FAILED = "failed"
    # The function is not in the file.
    MISSING = "missing"
    # It is there and holds what the stub held.
    UNATTEMPTED = "unattempted"
    # A check that this one needs did not pass, so it was not tried.
    BLOCKED = "blocked"
    # What it needs is not here, a pretend accelerator's operation, say: it costs nothing and earns nothing.
    NOT_CHECKED = "not checked"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The smallest call that went wrong, each part as text that a student can paste or read."""

    call: str
    # A value, or what was demanded of the call; empty where the message alone can say it.
    expected: Message
    got: Message
    # The last lines that the call printed; empty where they may tell of a hidden check.
    printed: str = ""


# In the place of an example, where all that counts is that there is one.
NOTHING_SHOWN = Example(call="", expected=NOTHING, got=NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A misconception, or two at once, whose answers are the student's answers throughout."""

    # "dloss_fn/forgets_the_mean", "dloss_fn/forgets_the_mean+turns_the_sign"
    id: str
    headline: Message
    explanation: Message
    # "§5.4.2", or empty.
    section: str


class SlipKind(Enum):
    """The kinds of slip that an edit takes back, by what is wrong in the place that it edits."""

    OPERATOR = "operator"
    ORDER = "order"
    CONSTANT = "constant"
    COUNT = "count"
    NAME = "name"
    ARGUMENT = "argument"
    CALL = "call"
    INDEX = "index"
    CONDITION = "condition"
    BLOCK = "block"
    EXTRA = "extra"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Lines of a function on which all the edits lie that make it right, where no diagnosis fits."""

    # The first line, and the last.
    location: Location
    end_line: int
    # Where all edits are of one kind.
    kind: SlipKind | None
    # In a function of one statement, the part of it; else empty.
    expression: str = ""
    # One of the edits, which instructors see: what stands there, and what would be right. Empty: nothing.
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check says about one function on one device."""

    id: str
    title: Message
    device: str
    status: Status
    # None where status is FAULT.
    score: float | None
    max_score: float
    # False for a hidden check, whose example is withheld from students.
    visible: bool = True
    message: Message = NOTHING
    # What a student is told of a hidden check in place of the message; empty where its status says it all.
    told: Message = NOTHING
    example: Example | None = None
    location: Location | None = None
    diagnosis: Diagnosis | None = None
    located: Located | None = None
    # Functions whose mistakes this check was freed of ("error carried forward").
    blamed: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionResult:
    """One function of the assignment and its checks."""

    name: str
    status: Status
    score: float | None
    max_score: float
    checks: tuple[CheckResult, ...]
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What graded: a report is the same again for the same submission, seed and versions."""

    grader: str
    torch: str
    python: str


SCHEMA = "grader-report/2"
# Every version that was ever written, all of which can be read.
SCHEMAS = ("grader-report/1", SCHEMA)
# In the tables of a class, beside "graded" and "not graded"; no report.json says so.
NOT_HANDED_IN = "not handed in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One submission, graded: what every renderer, gradebook and export reads."""

    student: str
    assignment: str
    submission: str
    sha256: str
    seed: int
    devices: tuple[str, ...]
    versions: Versions
    # "graded" or "not graded"; then `score` is None and `problem` says why.
    status: str
    score: float | None
    max_score: float
    functions: tuple[FunctionResult, ...]
    problem: Message = NOTHING
    # What a reader should know about the file as a whole: magics left out, errors at import.
    notes: tuple[Message, ...] = ()
    # What Python cannot read of it, in the order of the file: what to repair first.
    unparsed: tuple[Unparsed, ...] = ()
    # The platform's id where it lasts, the section, when it was handed in (ISO 8601); empty where unknown.
    id: str = ""
    section: str = ""
    late: bool = False
    handed_in: str = ""
    isolation: str = "full"
    # The book whose sections diagnoses cite; empty where the course names none.
    book: str = ""
    # In which its messages are said; those of a report that nobody has put in words yet are English.
    language: str = "en"
    schema: str = SCHEMA

    @property
    def absent(self) -> bool:
        """Whether nothing was handed in: a row of a class, for which no report is written."""
        return self.status == NOT_HANDED_IN

    @property
    def who(self) -> tuple[str, str, str]:
        """What tells two students apart: name, id, section."""
        return self.student, self.id, self.section

    def below(self, percent: float) -> bool:
        """Whether it has a score, and that is less than so many percent of its maximum."""
        return self.score is not None and 100 * self.score < percent * self.max_score
