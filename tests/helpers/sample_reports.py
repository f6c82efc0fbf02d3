"""Reports to render: one student of gradient_descent with mistakes of every kind, a class, and any report.

`reports()` is a Hypothesis strategy: everything the contract allows, hostile text included.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from grader.model import (
    CheckResult,
    Diagnosis,
    Example,
    FunctionResult,
    Location,
    Report,
    Status,
    Unparsed,
    Versions,
)
from grader.words.messages import (
    NOTHING,
    Code,
    Heard,
    InFile,
    Message,
    Value,
    code_list,
    heard,
    of_course,
    quoted,
    say,
)

FILE = "gradient_descent.py"
# What must reach no student: it stands in the example, place and diagnosis of the hidden check.
SECRET = "hidden-input-31.4159"

FORGETS_THE_MEAN = Diagnosis(
    id="dloss_fn/forgets_the_mean",
    headline=of_course(
        "You forget the mean: every derivative is N times too large.",
        "gradient_descent/dloss_fn/forgets_the_mean/headline",
    ),
    explanation=of_course(
        "`loss_fn` ends in `.mean()`, which divides by the number of readings. Its derivative keeps "
        "that division: `2 * (t_p - t_c) / t_p.size(0)`. Without it the training still goes downhill, only "
        "with steps N times too long, and `training_loop` diverges at learning rates that ought to work.",
        "gradient_descent/dloss_fn/forgets_the_mean/explanation",
    ),
    section="§5.4.2",
)


NEVER_CLOSED = say("Nothing in this file can be called.") + heard("line 12: '(' was never closed")
WAITS_FOR = "This waits for another check: {title}"


def freed_of(*functions: str) -> Message:
    """What is said of a check that was freed of other functions' mistakes."""
    return say("This is right but for {functions}.", functions=code_list(functions))


def titled(name: str, text: str) -> Message:
    """A check's title, which is a course's own text."""
    return of_course(text, f"gradient_descent/{name}/title")


def check(
    name: str, title: str | Message, status: Status = Status.PASSED, points: float = 2, **rest: object
) -> CheckResult:
    """A check result with the score its status calls for."""
    score = {Status.PASSED: float(points), Status.FAULT: None}.get(status, 0.0)
    made = CheckResult(
        id=name,
        title=titled(name, title) if isinstance(title, str) else title,
        device="cpu",
        status=status,
        score=score,
        max_score=float(points),
        seconds=0.0123456,
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def function(name: str, *checks: CheckResult, status: Status | None = None, line: int = 0) -> FunctionResult:
    """A function result with the status and score that its checks come to."""
    scores = [item.score for item in checks]
    worst = Status.PASSED if all(item.status is Status.PASSED for item in checks) else Status.FAILED
    return FunctionResult(
        name=name,
        status=status or worst,
        score=None if None in scores else sum(score for score in scores if score is not None),
        max_score=sum(item.max_score for item in checks),
        checks=checks,
        location=Location(file=FILE, line=line) if line else None,
    )


def report(*functions: FunctionResult, **rest: object) -> Report:
    """A graded report over these functions."""
    scores = [item.score for item in functions if item.score is not None]
    made = Report(
        student="Ada Lovelace",
        assignment="gradient_descent",
        submission=FILE,
        sha256="9f2c41d07c5be1a3886a0e3f2b7d54c6e19d0a5b8c7f3e2d1a4b6c8d0e2f4a6b",
        seed=1804289383,
        devices=("cpu",),
        versions=Versions(grader="0.1.0", torch="2.13.0+cpu", python="3.11.2"),
        status="graded",
        score=float(sum(scores)),
        max_score=float(sum(item.max_score for item in functions)),
        functions=functions,
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def _dloss_fn() -> FunctionResult:
    return function(
        "dloss_fn",
        check("dloss_fn_shape", "One derivative for each prediction.", points=1),
        check(
            "dloss_fn_values",
            "The derivative of the mean squared error.",
            Status.FAILED,
            message=say("The values are {ratio} times the expected ones.", ratio=3),
            example=Example(
                call="dloss_fn(t_p=tensor([1.5, 0.25, -2.0]), t_c=tensor([0.5, 1.0, -1.0]))",
                expected=quoted(Value("tensor([ 0.6667, -0.5000, -0.6667])")),
                got=quoted(Value("tensor([ 2.0000, -1.5000, -2.0000])")),
            ),
            location=Location(file=FILE, line=31),
            diagnosis=FORGETS_THE_MEAN,
        ),
        check(
            "dloss_fn_one",
            "Right for a single reading as for many.",
            Status.FAILED,
            message=say("The values are {ratio} times the expected ones.", ratio=11),
            example=Example(
                call="dloss_fn(t_p=tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, "
                "68.4]), t_c=tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0]))",
                expected=quoted(
                    Value(
                        "tensor([6.4000, 7.6182, 7.8545, 9.8000, 8.2364, 7.4364, 5.6182, 4.6909, 7.7091, "
                        "8.6182, 8.6182])"
                    )
                ),
                got=quoted(
                    Value(
                        "tensor([ 70.4000,  83.8000,  86.4000, 107.8000,  90.6000,  81.8000,  61.8000,\n"
                        "         51.6000,  84.8000,  94.8000,  94.8000])"
                    )
                ),
            ),
            location=Location(file=FILE, line=31),
            diagnosis=FORGETS_THE_MEAN,
        ),
        check(
            "dloss_fn_large",
            "Right where the readings are many.",
            Status.FAILED,
            visible=False,
            message=of_course(
                "Does your derivative depend on how many readings there are?",
                "gradient_descent/dloss_fn_large/hidden",
            ),
            example=Example(
                call=f"dloss_fn({SECRET})",
                expected=quoted(Value(f"tensor({SECRET})")),
                got=quoted(Value(f"no {SECRET}")),
            ),
            location=Location(file=f"{SECRET}.py", line=31),
            diagnosis=replace(FORGETS_THE_MEAN, id=SECRET, headline=heard(SECRET)),
        ),
        line=30,
    )


def _training_loop() -> FunctionResult:
    return function(
        "training_loop",
        check(
            "loop_one_epoch",
            "One epoch takes one step downhill.",
            Status.FAILED,
            4,
            message=say("{function} took longer than {seconds} s.", function=Code("training_loop"), seconds=2)
            + say("Is there a loop that does not end?"),
            example=Example(
                call="training_loop(n_epochs=1, learning_rate=0.01, params=tensor([1.0, 0.0]), "
                "t_u=tensor([3.57, 5.59, 5.82]), t_c=tensor([0.5, 14.0, 15.0]))",
                expected=quoted(Value("tensor([1.7761, 0.1064])")),
                got=say("The call took too long."),
            ),
            location=Location(file=FILE, line=52),
        ),
        check(
            "loop_many_epochs",
            "A thousand epochs come close to the best line.",
            Status.BLOCKED,
            4,
            message=say(WAITS_FOR, title=titled("loop_one_epoch", "One epoch takes one step downhill.")),
        ),
        check("loop_params", "The argument `params` is left as it was.", points=1),
        line=48,
    )


def _loss_history() -> FunctionResult:
    return function(
        "loss_history",
        check("history_shape", "One loss for each epoch.", points=1),
        check(
            "history_values",
            "The loss before each update.",
            points=3,
            message=freed_of("dloss_fn"),
            blamed=("dloss_fn",),
        ),
        line=60,
    )


def _loss_fn() -> FunctionResult:
    return function(
        "loss_fn",
        check(
            "loss_fn_scalar",
            "The loss is one number.",
            Status.FAILED,
            1,
            message=say("Expected shape {want}, got shape {got}.", want=Value("()"), got=Value("(3,)")),
            example=Example(
                call="loss_fn(t_p=tensor([1.0, 2.0, 3.0]), t_c=tensor([1.0, 1.0, 1.0]))",
                expected=quoted(Value("tensor(1.6667)")),
                got=quoted(Value("tensor([0., 1., 4.])")),
            ),
            location=Location(file=FILE, line=14),
        ),
        check(
            "loss_fn_values",
            "The mean of the squared differences.",
            Status.BLOCKED,
            message=say(WAITS_FOR, title=titled("loss_fn_scalar", "The loss is one number.")),
        ),
        line=13,
    )


def _unwritten(name: str, status: Status, message: Message, *titles: str) -> FunctionResult:
    checks = [
        check(f"{name}_{number}", title, Status.FAILED, message=message)
        for number, title in enumerate(titles)
    ]
    return function(name, *checks, status=status)


def ada() -> Report:
    """The whole truth about a student with three different mistakes; students read `for_student(ada())`."""
    return report(
        function("model", check("model_line", "A line with slope `w` and intercept `b`."), line=9),
        _loss_fn(),
        function(
            "numerical_grad_fn",
            check("numerical_w", "Central differences in `w`."),
            check("numerical_b", "Central differences in `b`."),
            line=19,
        ),
        _dloss_fn(),
        function("dmodel_dw", check("dw", "The derivative of the model in `w`.", points=1), line=35),
        function("dmodel_db", check("db", "The derivative of the model in `b`.", points=1), line=39),
        function(
            "grad_fn",
            check(
                "grad_values",
                "The chain rule, in `w` and in `b`.",
                points=4,
                message=freed_of("dloss_fn"),
                blamed=("dloss_fn",),
            ),
            line=43,
        ),
        function("normalize_inputs", check("normalize", "A tenth of the readings.", points=1), line=46),
        _training_loop(),
        _loss_history(),
        _unwritten(
            "train_until",
            Status.UNATTEMPTED,
            say("{function} is not written yet.", function=Code("train_until")),
            "Stops at the first epoch that moves no parameter by more than `tolerance`.",
            "Stops after `max_epochs` at the latest.",
        ),
        function(
            "has_diverged", check("diverged", "Losses that grow or end in `nan` have diverged."), line=72
        ),
        _unwritten(
            "plot_fit",
            Status.MISSING,
            say("{function} is not defined in your file.", function=Code("plot_fit"))
            + say("The name must be exactly that."),
            "The readings as points, the fitted line, both axes labelled.",
        ),
        notes=(
            say("The line {line} is for notebooks. It was left out.", line=Code("%matplotlib inline")),
            say(
                "{place}: the call {call} is outside of any function. It was not run.",
                place=InFile(FILE, line=80),
                call=Code("training_loop(5000, 1e-2, …)"),
            ),
        ),
    )


def perfect(student: str = "Grace Hopper") -> Report:
    """Everything right."""
    return report(
        function("model", check("model_line", "A line with slope `w` and intercept `b`."), line=9),
        function("loss_fn", check("loss_fn_values", "The mean of the squared differences."), line=13),
        student=student,
    )


def unreadable(student: str = "Katherine Johnson") -> Report:
    """A submission without a score."""
    return report(
        student=student,
        status="not graded",
        score=None,
        max_score=40.0,
        sha256="",
        submission="gradient_descent.ipynb",
        problem=say("{file} is not a notebook.", file=InFile("gradient_descent.ipynb"))
        + say("It ends in the middle of a string.")
        + say("Download it again."),
    )


def does_not_parse(student: str = "Alan Turing") -> Report:
    """A file of which nothing can be called: every check says the same."""
    return report(
        function("model", check("model_line", "A line.", Status.FAILED, message=NEVER_CLOSED)),
        function("loss_fn", check("loss_fn_values", "The mean.", Status.FAILED, message=NEVER_CLOSED)),
        student=student,
    )


def our_fault(student: str = "Emmy Noether") -> Report:
    """A check that could not be run, which is not the student's doing."""
    return report(
        function("model", check("model_line", "A line."), line=9),
        function(
            "loss_fn",
            check(
                "loss_fn_values", "The mean.", Status.FAULT, message=say("The sandbox could not be started.")
            ),
            status=Status.FAULT,
            line=13,
        ),
        student=student,
        status="not graded",
        score=None,
        problem=titled("loss_fn_values", "The mean.") + say("The sandbox could not be started."),
    )


def a_class() -> list[Report]:
    """Several students, two assignments."""
    other = replace(perfect(), assignment="autograd", submission="autograd.py")
    return [
        ada(),
        replace(other, student="Ada Lovelace"),
        replace(ada(), student="Hedy Lamarr"),
        perfect(),
        other,
        unreadable(),
        does_not_parse(),
        our_fault(),
    ]


# ── any report ───────────────────────────────────────────────────────────────────────────────────────────

_HOSTILE = [
    "<script>x()</script>",
    "\x1b[2J",
    "\x9b31m",
    "\ud800",
    "`",
    "```",
    "|",
    "\u202e",
    "=1+1",
    "\r\n# h\n",
]
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(_HOSTILE),
    st.lists(st.sampled_from(_HOSTILE), max_size=3).map(" ".join),
)
scores = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 2))
cells = st.none() | st.integers(1, 99)
locations = st.builds(Location, file=texts, line=st.integers(1, 9999), cell=cells)
_arguments = (
    st.builds(Value, texts) | st.builds(Code, texts) | st.builds(Heard, texts) | st.builds(InFile, texts)
)
messages = (
    st.just(NOTHING)
    | texts.map(heard)
    | st.builds(lambda text, value: say(text + " {value}", value=value), texts, _arguments)
    | st.builds(of_course, texts, st.just("gradient_descent/f/title"))
    | st.builds(lambda one, other: one + other, texts.map(heard), texts.map(lambda text: say(text)))
)
examples = st.builds(Example, call=texts, expected=messages, got=messages)
_unparsed = st.builds(
    Unparsed, message=messages, location=locations, functions=st.lists(texts, max_size=1).map(tuple)
)
diagnoses = st.builds(Diagnosis, id=texts, headline=messages, explanation=messages, section=texts)


@st.composite
def checks(draw: st.DrawFn) -> CheckResult:
    """A check result as the contract allows it."""
    status = draw(
        st.sampled_from([Status.PASSED, Status.FAILED, Status.BLOCKED, Status.NOT_CHECKED, Status.FAULT])
    )
    return CheckResult(
        id=draw(texts),
        title=draw(messages),
        device=draw(st.sampled_from(["cpu", "cuda", "sim"])),
        status=status,
        score=None if status is Status.FAULT else draw(scores),
        max_score=draw(scores),
        visible=draw(st.booleans()),
        message=draw(messages),
        example=draw(st.none() | examples),
        location=draw(st.none() | locations),
        diagnosis=draw(st.none() | diagnoses),
        blamed=tuple(draw(st.lists(texts, max_size=1))),
        seconds=draw(st.floats(0, 1e6).map(lambda value: round(value, 6))),
    )


@st.composite
def functions(draw: st.DrawFn) -> FunctionResult:
    """A function result as the contract allows it."""
    return FunctionResult(
        name=draw(texts),
        status=draw(st.sampled_from([status for status in Status if status is not Status.BLOCKED])),
        score=draw(st.none() | scores),
        max_score=draw(scores),
        checks=tuple(draw(st.lists(checks(), max_size=3))),
        location=draw(st.none() | locations),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report as the contract allows it."""
    score = draw(st.none() | scores)
    return Report(
        student=draw(texts),
        assignment=draw(texts),
        submission=draw(texts),
        sha256=draw(texts),
        seed=draw(st.integers(0, 2**31 - 1)),
        devices=("cpu",),
        versions=Versions(grader="0.1.0", torch="2.13.0", python="3.11.2"),
        status="not graded" if score is None else "graded",
        score=score,
        max_score=draw(scores),
        functions=tuple(draw(st.lists(functions(), max_size=3))),
        problem=draw(messages),
        notes=tuple(draw(st.lists(messages, max_size=2))),
        book=draw(texts),
        unparsed=tuple(draw(st.lists(_unparsed, max_size=2))),
    )
