"""What hidden checks ask stays hidden: two courses differ in one hidden number, and their reports in nothing.

Each channel is a function that would carry the number out. An instructor sees what came of it; to a student
the two reports are the same, in every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import grade_files, kept

from grader.audience import for_student
from grader.course.layout import Course, open_course
from grader.model import Cell, Outcome, Report, Status
from grader.render import csv, github, html, junit, markdown, terminal
from grader.render import json as render_json
from grader.render.in_words import in_words
from grader.sandbox import sim
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.submission import Found
from grader.words.translation import Translator

SECRETS = (3, 8)
# What does not come back is tried once: what is told of it matters here, not how often.
BUDGET = Budget(load=3.0, total=20.0, patience=1)
SOLUTION = '''"""doubles: two functions."""

import torch


def double(x):
    """Twice the number."""
    return 2 * x


def both(x, y):
    """Twice each number."""
    return [double(x), double(y)]


def pair(x):
    """The number, and twice it."""
    return [x, double(x)]
'''
# Hidden checks stand first in the file, and ask last.
CHECKS = '''"""doubles: what is asked of them."""

import torch

from grader.testing import check, expect

SECRET = {secret}


@check("double", points=1, hidden="Is it right for other numbers?")
def test_other_numbers(student):
    """Any other number."""
    got = student.double(SECRET)
    expect(got).that(got.value == 2 * SECRET, "{{got}} is not right for {{x}}", got=got.value, x=SECRET)


@check("double", points=1, hidden="Is it right for tensors?")
def test_tensors(student, reference):
    """Tensors, too."""
    numbers = torch.full((SECRET,), float(SECRET))
    expect(student.double(numbers)).close_to(reference.double(numbers))


@check("double", points=1, hidden="Are the numbers as they were?")
def test_keeps(student):
    """The argument stays as it is."""
    expect(student.double(torch.full((SECRET,), float(SECRET)))).keeps("x")


@check("double", points=1)
def test_one(student):
    """One."""
    expect(student.double(1)).number_close_to(2)


@check("both", points=1)
def test_both(student):
    """Two numbers."""
    expect(student.both(1, 2)).equals([2, 4])


@check("both", points=1, needs=test_both)
def test_both_of_tensors(student, reference):
    """Two tensors."""
    numbers = torch.ones(2)
    expect(student.both(numbers, numbers)).close_to(reference.both(numbers, numbers))


@check("pair", points=1, hidden="Is it right for other numbers?")
def test_pair(student):
    """Any other number."""
    expect(student.pair(SECRET)).equals([SECRET, 2 * SECRET])
'''
START = """import os, sys, time
import torch
KEPT = []
def number(x):
    return int(x.flatten()[0]) if isinstance(x, torch.Tensor) else x
def right(x):
    return 2 * x
def at_line(n):
    exec(compile("\\n" * n + "raise ValueError('here')", "doubles.py", "exec"))
def pair(x):
    return [x, double(x)]
def both(x, y):
    return [double(x), double(y)]
"""


@dataclass(frozen=True)
class Channel:
    """A body of `double` for what is not 1. loud: an instructor's report shows what came of it."""

    body: str
    loud: bool = True
    devices: tuple[str, ...] = ("cpu",)
    # The whole function, where that is more than one branch.
    whole: str = ""


def visible(body: str) -> str:
    """Right at first; what a hidden call keeps, every later visible call would tell."""
    return f"""
def double(x):
    n = number(x)
    if n in (1, 2):
        if KEPT or hasattr(torch, "kept") or os.path.exists("kept"):
            raise ValueError(f"{{KEPT}} {{getattr(torch, 'kept', 0)}} {{os.path.exists('kept')}}")
        raise ValueError("nothing was kept")
    {body}
    return 0
"""


CHANNELS = {
    "text": Channel("raise ValueError(f'it was {n}')"),
    "text of memory": Channel("raise RuntimeError(f'CUDA out of memory: {n}')"),
    "MemoryError": Channel("raise MemoryError(str(n))"),
    "name of a type": Channel("raise type(f'E{n}', (Exception,), {})()"),
    "built-in type": Channel("raise [KeyError, IndexError, NameError, OSError][n % 4]()"),
    "exit code": Channel("os._exit(n)"),
    "signal": Channel("os.kill(os.getpid(), n)"),
    "line": Channel("at_line(n)"),
    "line of a loop": Channel("""if n == 3:
        while True: pass
    while True: pass"""),
    "answer": Channel("return n + 100"),
    "type of the answer": Channel("return type(f'T{n}', (), {})()"),
    "shape of the answer": Channel("return torch.zeros(n, n)"),
    "text of the answer": Channel("return f'it was {n}'"),
    "changed argument": Channel("""if isinstance(x, torch.Tensor): x.fill_(n * 5)
    return 2 * n"""),
    "print": Channel("print('it was', n); raise ValueError"),
    "time": Channel("time.sleep(n / 20)"),
    "not an answer": Channel("os.write(3, bytes([n]) * 64); time.sleep(1)"),
    "kept in a list": Channel("KEPT.append(n)", loud=False, whole="visible"),
    "kept in torch": Channel("torch.kept = n", loud=False, whole="visible"),
    "kept in a file": Channel("open('kept', 'w').write(str(n))", loud=False, whole="visible"),
    "module": Channel("""if n == 3: import wandas
    import flandas"""),
    "lacking library": Channel("""if n == 3:
        import seaborn as library
    else:
        import sklearn as library
    return library.f(n)"""),
    "words of sim": Channel(
        "raise NotImplementedError(f\"Could not run 'aten::no_{n}' with arguments from the 'sim' backend\")"
        " if getattr(x, 'device', None) and x.device.type != 'cpu' else NotImplementedError()",
        devices=("cpu", "sim"),
    ),
    "words of sim, right on the CPU": Channel(
        """if getattr(x, 'device', None) and x.device.type != 'cpu':
        raise NotImplementedError(f"Could not run 'aten::no_{n}' with arguments from the 'sim' backend")
    return 2 * x""",
        loud=False,
        devices=("cpu", "sim"),
    ),
}


def text_of(channel: Channel) -> str:
    if channel.whole:
        return START + visible(channel.body)
    begins = "\ndef double(x):\n    n = number(x)\n    if n in (1, 2): return 2 * x\n"
    return START + begins + f"    {channel.body}\n    return 0\n"


def course_with(secret: int, folder: Path) -> Course:
    for path, text in (
        ("solutions/doubles.py", SOLUTION),
        ("exercises/doubles.py", re.sub(r"    return .*", "    raise NotImplementedError", SOLUTION)),
        ("autograde_tests/test_doubles.py", CHECKS.format(secret=secret)),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return open_course(folder)


def handed_in(folder: Path, student: str, text: str) -> Found:
    path = folder / student.replace(" ", "_") / "doubles.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Found(student=student, assignment="doubles", path=path)


Graded = dict[str, tuple[Report, Report]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """By channel, the reports of the same file in both courses."""
    found: dict[str, list[Report]] = {name: [] for name in CHANNELS}
    for secret in SECRETS:
        root = tmp_path_factory.mktemp("course")
        course = course_with(secret, root / "course")
        for devices in {channel.devices for channel in CHANNELS.values()}:
            if "sim" in devices and sim.missing():
                continue
            names = [name for name, channel in CHANNELS.items() if channel.devices == devices]
            files = [handed_in(root, name, text_of(CHANNELS[name])) for name in names]
            reports = grade_files(files, course=course, devices=devices, budget=BUDGET)
            for name, report in zip(names, reports, strict=True):
                found[name].append(report)
    return {name: (one, other) for name, (one, other) in ((n, r) for n, r in found.items() if r)}


RENDERERS: dict[str, Callable[[Report], str]] = {
    "json": render_json.render,
    "html": html.render,
    "markdown": markdown.render,
    "terminal": terminal.render,
    "junit": junit.render,
    "csv": lambda report: csv.render([report]),
    "github": lambda report: github.summary([report]) + "\n".join(github.marks(report, "doubles.py")),
}


def as_shown(report: Report) -> Report:
    """In words, without the seconds of visible checks, which differ each time."""
    functions = tuple(
        replace(
            function,
            checks=tuple(
                replace(check, seconds=0.0 if check.visible else check.seconds) for check in function.checks
            ),
        )
        for function in report.functions
    )
    return in_words(replace(report, functions=functions), Translator())


@pytest.mark.parametrize("name", CHANNELS)
def test_a_student_sees_nothing_of_it(name: str, graded: Graded) -> None:
    """Under both secrets the hidden checks fail, and every format says the same, letter for letter."""
    if name not in graded:
        pytest.skip("no pretend GPU here")
    one, other = (as_shown(for_student(report)) for report in graded[name])
    hidden = [check for f in one.functions for check in f.checks if not check.visible]
    assert {check.status for check in hidden} - {Status.PASSED}, "the channel is tried by no hidden check"
    for kind, render in RENDERERS.items():
        assert render(one) == render(other), kind


@pytest.mark.parametrize("name", [name for name, channel in CHANNELS.items() if channel.loud])
def test_an_instructor_sees_it(name: str, graded: Graded) -> None:
    """So the test above can fail: the same reports differ where nothing is hidden."""
    if name not in graded:
        pytest.skip("no pretend GPU here")
    one, other = (as_shown(report) for report in graded[name])
    assert render_json.render(one) != render_json.render(other)


@pytest.mark.parametrize("name", [name for name, channel in CHANNELS.items() if channel.whole])
def test_what_a_hidden_call_keeps_is_gone(name: str, graded: Graded) -> None:
    """A visible check is answered by a child that has heard nothing else."""
    checks = [check for f in graded[name][0].functions for check in f.checks if check.visible]
    told = [str(check.message) for check in checks if check.status is Status.FAILED]
    assert told and all("nothing was kept" in text for text in told)


def test_the_sentences_are_ours(graded: Graded) -> None:
    """What students read of all hidden checks are a few sentences, each without a number."""
    reports = [for_student(report) for pair in graded.values() for report in pair]
    checks = [check for report in reports for f in report.functions for check in f.checks]
    said = {str(check.message) for check in checks if not check.visible}
    assert len(said) <= 14, said
    assert not [text for text in said if re.search(r"\d", text)]


def test_a_sibling_that_hidden_checks_alone_catch_frees_its_callers(tmp_path: Path) -> None:
    """Its visible checks pass, its hidden ones do not; its callers lose nothing, nor what waited for them."""
    course = course_with(3, tmp_path / "course")
    text = SOLUTION.replace("return 2 * x", "return 2 if type(x) is int and x == 1 else 0 * x")
    (report,) = grade_files([handed_in(tmp_path, "ada", text)], course=course)
    status = {check.id: check for f in report.functions for check in f.checks}
    assert status["test_one"].status is Status.PASSED
    assert status["test_other_numbers"].status is Status.FAILED
    for name in ("test_both", "test_both_of_tensors", "test_pair"):
        assert (status[name].status, status[name].blamed) == (Status.PASSED, ("double",)), name
    shown = {check.id: check for f in for_student(report).functions for check in f.checks}
    assert shown["test_both"].blamed == ("double",) and shown["test_pair"].blamed == ()


def test_what_hidden_calls_use_up_is_theirs() -> None:
    """A function that hangs in hidden calls is not asked by more of them; a visible call is still put."""
    pool = Pool(kept)
    text = "def f(x):\n    while x:\n        pass\n    return x\n"
    source = SandboxedSource(pool, [Cell(name="x.py", text=text)], ["f"])

    def ask(value: int, *, hidden: bool) -> Outcome:
        asked = question("f", ["x"], (value,), {}, seed=1, device="cpu")
        return source.call(asked, within(0.3), hidden=hidden).outcome

    hung = [ask(1, hidden=True) for _ in range(source.budget.patience)]
    assert set(hung) == {Outcome.TIMED_OUT}
    assert ask(0, hidden=True) is Outcome.TIMED_OUT
    assert ask(0, hidden=False) is Outcome.RETURNED
    source.close()
    pool.close()


def test_under_pytest(tmp_path: Path) -> None:
    """Hidden checks are run last there, too, and what pytest prints is the same under both secrets."""
    told = []
    for secret in SECRETS:
        root = tmp_path / str(secret)
        course_with(secret, root)
        text = START + visible("KEPT.append(n)\n    at_line(n)")
        (root / "doubles.py").write_text(text, encoding="utf-8")
        done = forked_python.run(
            "-m", "pytest", "autograde_tests", "-p", "no:cacheprovider", "--disable-plugin-autoload",
            "-p", "grader.plugin", "-rA", "-vv", "--durations=0", "--junitxml=junit.xml",
            "--submission", "doubles.py", "--grading-isolation", "none", "--grading-device", "cpu",
            "--grading-seed", "1", cwd=root, levels=["none"],
        )  # fmt: skip
        assert done.returncode == 1, done.stdout + done.stderr
        assert "nothing was kept" in done.stdout
        xml = (root / "junit.xml").read_text(encoding="utf-8")
        told.append(_without_times(done.stdout.replace(str(root), "") + xml))
        hidden = re.findall(r'name="(test_other_numbers|test_tensors|test_keeps)" time="([\d.]+)"', xml)
        assert len(hidden) == 3 and {seconds for _, seconds in hidden} == {"0.000"}
    assert told[0] == told[1]


def _without_times(text: str) -> str:
    """Without what differs from run to run, and without rules, whose length depends on it."""
    lines = [line for line in text.splitlines() if not re.match(r"\s*\d+\.\d+s (call|setup|teardown)", line)]
    text = "\n".join(lines)
    return re.sub(r'=+|\d+\.\d+s\b|(time|timestamp|hostname)="[^"]*"|0x[0-9a-f]+', "", text)
