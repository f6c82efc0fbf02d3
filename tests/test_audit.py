"""`grader audit`: a sound course is proved, and every fault planted in another one is found."""

from __future__ import annotations

import json
import shutil
import textwrap
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from helpers.grading import ROOT
from rich.console import Console

from grader.authoring.audit import Audit, AuditTally, Plan
from grader.authoring.audit import _Audited as Audited
from grader.authoring.audit import _trials as trials_of
from grader.authoring.callers import changed
from grader.authoring.equivalents import FILE, Equivalent, entry_text, read_equivalents
from grader.authoring.findings import Survivor
from grader.authoring.mutants import Key, mutants
from grader.authoring.said import unsayable
from grader.authoring.structure import Problem
from grader.authoring.trials import Kind, collected
from grader.cli import app, run
from grader.commands.audit import show
from grader.commands.output import Output
from grader.course.layout import open_course
from grader.errors import CourseError
from grader.model import Cell
from grader.words.messages import say

COURSES = ROOT / "tests" / "courses"


# ── mutants ──────────────────────────────────────────────────────────────────────────────────────────────


def solution(body: str, above: str = "") -> str:
    """A solution with one function whose body is to be written."""
    marked = f"### BEGIN SOLUTION\n{textwrap.dedent(body).strip()}\n### END SOLUTION"
    return f"{above}\n\ndef f(x, y, n):\n    '''2 words.'''\n" + textwrap.indent(marked, "    ") + "\n"


def slips(body: str) -> set[str]:
    """What each mutant's changed lines became."""
    return {mutant.key.becomes for mutant in mutants(solution(body), "a")}


@pytest.mark.parametrize(
    ("body", "slip"),
    [
        ("return x + y", "return x - y"),
        ("return x - y", "return y - x"),
        ("return x ** y", "return x * y"),
        ("return x @ y", "return y @ x"),
        ("return x < y", "return x <= y"),
        ("return x is None", "return x is not None"),
        ("return x in y", "return x not in y"),
        ("return x and y", "return x or y"),
        ("return x or y", "return y"),
        ("return not x", "return x"),
        ("return -x", "return x"),
        ("return 2 * x", "return 3 * x"),
        ("return x * 0.5", "return x * 0.25"),
        ("return x == 'a'", "return x == ''"),
        ("return x.all(True)", "return x.all(False)"),
        ("return g(x, y)", "return g(y, x)"),
        ("return [x, y]", "return [y, x]"),
        ("return x.sum(dim=0)", "return x.sum(dim=1)"),
        ("return x.sum(dim=-1)", "return x.sum(dim=1)"),
        ("return x.sum(dim=0)", "return x.sum()"),
        ("return x.mean()", "return x.sum()"),
        ("return x.detach()", "return x"),
        ("return float(x + y) * n", "return (x + y) * n"),
        ("return x[1:]", "return x[:]"),
        ("x -= y\nreturn x", "x = x - y"),
        ("x.step()\nreturn x", "pass"),
        ("x.zero()\nx.step()", "x.step()\nx.zero()"),
        ("with no_grad():\n    x.step()", "x.step()"),
        ("if x:\n    return y", "if not x:"),
        ("return x if y else n", "return x if not y else n"),
        ("return [i for i in x if i > n]", "return [i for i in x]"),
        ("for i in x:\n    if i: break", "continue"),
    ],
)
def test_a_slip_of_each_kind_is_made(body: str, slip: str) -> None:
    """Operators, constants, arguments, keywords, statements, conditions: one of them is changed."""
    assert slip in slips(body)


def test_what_is_no_part_of_the_contract_is_not_changed() -> None:
    """Docstrings, words of an exception, given code: no check could speak of them."""
    text = "def given(x):\n    return x + 1\n" + solution("if x: raise ValueError(f'{x} 1')")
    made = [mutant.key for mutant in mutants(text, "a")]
    assert {key.function for key in made} == {"f"}
    assert {key.becomes for key in made} == {"pass", "if not x:"}


def test_a_slip_that_is_no_other_program_is_no_mutant() -> None:
    """The reference itself, the same program twice, and what is no program at all are left out."""
    assert slips("return (x)") == {"pass"}
    spelled = [mutant.text for mutant in mutants(solution("for i in x:\n    break"), "a")]
    assert len(spelled) == len(set(spelled))


def test_a_mutant_keeps_its_name_through_edits_elsewhere() -> None:
    """Comments, line breaks, other functions and other lines do not change what a mutant is called."""
    before = mutants(solution("y = x * n\nreturn g(x, y)"), "a")
    after = mutants(
        solution("y = x * n  # now with words\nprint(y)\nreturn g(\n    x,\n    y,\n)", "def g(x, y): ..."),
        "a",
    )
    kept = {mutant.key for mutant in before if "\n" not in mutant.key.was}
    assert kept
    assert kept <= {mutant.key for mutant in after}


def test_two_slips_that_look_alike_are_counted() -> None:
    """The same change on two equal lines gives two mutants, told apart by their number."""
    made = [m.key for m in mutants(solution("x.step()\nprint(n)\nx.step()"), "a") if m.key.becomes == "pass"]
    assert [(key.was, key.at) for key in made] == [("x.step()", 1), ("print(n)", 1), ("x.step()", 2)]


# ── which checks a misconception meets ───────────────────────────────────────────────────────────────────

CONTRACT = ("f", "g", "h")
CALLERS = """
import torch

RATE = 0.1

def f(x):
    return x

def between(x):
    return f(x) * RATE

def g(x):
    return between(x)

if True:
    def h(f, x):
        losses = f + x
        return losses
"""


@pytest.mark.parametrize(
    ("laid_over", "met"),
    [
        ("def slips(x):\n    return -x\nf = slips", ("f", "g")),
        ("def f(x):\n    return -x", ("f", "g")),
        ("def slips(x):\n    return -x\ng = slips", ("g",)),
        ("h = 1", ("h",)),
        ("RATE = 0.2", ("g",)),
        ("losses = 1", ()),
        ('"""Words."""\nimport torch', ()),
        ("import math as RATE", ("g",)),
        ("from math import *", CONTRACT),
        ("x = torch.manual_seed(1)", CONTRACT),
        ("@torch.no_grad()\ndef slips(x):\n    return x\nf = slips", CONTRACT),
        ("def slips(x, y=print(1)):\n    return x\nf = slips", CONTRACT),
        ("torch.nn = None", CONTRACT),
    ],
)
def test_a_misconception_meets_the_checks_of_what_it_can_change(laid_over: str, met: tuple[str, ...]) -> None:
    """Its own function, those that call it, whose names it takes; all, where it does more than define."""
    cells = [Cell(name="pasted.py", text=laid_over)]
    assert changed(Cell(name="solution.py", text=CALLERS), cells, CONTRACT) == met


def test_few_checks_of_this_course_are_needed_for_its_misconceptions() -> None:
    """What a misconception's first trial asks: a fifth of what all checks of its assignment would."""
    course = open_course(ROOT)
    counted = {True: 0, False: 0}
    for name, checks in collected(course, sorted(course.assignments)).items():
        audited = Audited(assignment=course.assignment(name), checks=checks, mutants=())
        for trial in trials_of(audited, Plan(mistake_seeds=1, mutant_seeds=0)):
            if trial.kind is Kind.MISCONCEPTION:
                assert trial.name.partition("/")[0] in trial.functions
                counted[False] += len(checks)
                counted[True] += sum(check.function in trial.functions for check in checks)
    assert counted[True] < 0.22 * counted[False], counted


# ── the list of equivalent mutants ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("was", ["x + 'y'", "a\nb", "it's\n'''three'''", 'back\\slash "quoted"'])
def test_what_the_audit_prints_can_be_pasted(was: str, tmp_path: Path) -> None:
    """A survivor's entry, its reason filled in, is read as that survivor."""
    key = Key("a", "f", was, "pass", 2)
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(entry_text(key).replace('reason = ""', 'reason = "so"'), encoding="utf-8")
    assert read_equivalents(tmp_path).keys() == {key}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[a.f]]\nwas = 'x'\nbecomes = 'y'\nreason = ' '", "Missing or empty: `reason`"),
        ("[[a.f]]\nwas = 'x'\nbecomes = 'y'\nreason = 'z'\nwhy = 1", "Wrong: `why`"),
        ("[[a.f]]\nwas = 'x'\nbecomes = 'y'\nreason = 'z'\n" * 2, "twice"),
        ("a = 1", "must have a table"),
        ("[[a.f]", "cannot be read"),
    ],
)
def test_a_list_that_is_not_understood_says_so(text: str, says: str, tmp_path: Path) -> None:
    """An entry without a reason, with a field of no meaning, or twice in the list is the course's error."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=says):
        read_equivalents(tmp_path)


# ── whole courses ────────────────────────────────────────────────────────────────────────────────────────


def grader_audit(course: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and what is said on stderr."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run(lambda: app(["audit", "--course", str(course), *arguments]))
    return code, out.getvalue(), err.getvalue()


Said = dict[str, Any]


@pytest.fixture(scope="module")
def faulty() -> Said:
    """What is found in a course with a fault of each kind; the exit code says that it is not proved."""
    code, out, _ = grader_audit(COURSES / "faulty", "--seeds", "3", "--jobs", "1", "--json")
    assert code == 1
    said: Said = json.loads(out)
    assert said["proved"] is False
    return said


@pytest.mark.parametrize(
    ("kind", "where", "what"),
    [
        ("function", "wages/bonus", "no marked lines are left for students to write"),
        ("function", "wages/rest", "Its section is missing"),
        ("function", "wages/overtime", "It has no points"),
        ("hints", "solutions/hints/wages.md", "no hints for `bonus`, `rest` and `week`"),
        ("hints", "solutions/hints/wages.md", "hints for `holiday`"),
        ("misconception", "wages/pay/pays_an_hour", "must end with a section"),
        ("file", "exercises/wages.py", "It is out of date"),
        ("file", "solutions/old.txt", "No part of the course uses this file"),
        ("file", "solutions/draft.py", "No part of the course uses this file"),
        ("file", "autograde_tests/helper_of_nobody.py", "No part of the course uses this file"),
        ("file", "solutions/misconceptions/wages/holiday.py", "No part of the course uses this file"),
        ("text", "autograde_tests/test_wages.py, line 31", "cannot be translated"),
        ("reference", "wages", "Under seed 1, 3."),
        ("stub", "wages", "`bonus` is passed, and its score is 1."),
        ("misconception", "wages/pay/pays_once", "No check catches it"),
        ("misconception", "wages/pay/pays_an_hour", "named as `pay/forgets_the_rate`"),
        ("misconception", "wages/week/breaks_another", "It costs points of `rest`, too."),
        ("mutant", "wages/week", "`return days` `test_week` could not judge it."),
        ("equivalent", "wages/pay", "`test_pay` catches `return hours + rate`"),
        ("equivalent", "wages/pay", "No mutant changes `return rate * hours`"),
        ("equivalent", "salaries/pay", "No mutant changes"),
        ("equivalent", "wages/pay", "The exercise does not say this sentence: `Whoever asks twice"),
        ("equivalent", "wages/pay", "No mutant `stops where the loss rises` any more."),
        ("equivalent", "wages/rest", "No check gives `returns an empty list` a point."),
    ],
)
def test_each_planted_fault_is_found(kind: str, where: str, what: str, faulty: Said) -> None:
    """A problem names the fault's kind, where it is, and what to do."""
    assert [p for p in faulty["problems"] if (p["kind"], p["where"]) == (kind, where) and what in p["what"]]


@pytest.mark.parametrize(
    "call",
    [
        'e.that(ok, f"{name} is missing")',
        'e.that(ok, "fine", f"a {name}")',
        'e.that(ok, message=f"{name} is missing")',
        'e.that(ok, "fine", expected=f"a {name}")',
        'e.that(ok, name + " is missing")',
        'e.that(ok, "%s is missing" % name)',
        'e.that(ok, "{} is missing".format(name))',
        'e.that(ok, ", ".join(names))',
        'e.that(ok, "fine" if ok else f"{name} is missing")',
        'said = f"{name} is missing"; e.that(ok, said)',
        'e.that(ok, "{nmae} is missing", name=name)',
        'e.that(ok, "it is missing", name=name)',
    ],
)
def test_a_text_that_no_catalog_can_hold_is_found(call: str) -> None:
    """Wherever it is put together, and where places and arguments are not the same."""
    found = list(unsayable(f"def test_it(e, ok, name, names):\n    {call}\n"))
    assert found and all(line == 2 and str(what) for line, what in found)


def test_a_literal_may_be_said() -> None:
    """With places or without, from a name or two literals, and braces that are no places."""
    calls = (
        'e.that(ok, "{name} is missing", name=name)',
        'e.that(ok, "wrong", "a {kind}", kind=name)',
        'e.that(ok, "no key {a} in the dict")',
        'e.that(ok, "one text " "in two lines")',
        'e.that(ok, "one" if name else "other")',
        'e.that(ok, f"an f-string without a place")',
        "e.that(ok, TEXT)",
        'e.that(ok, "{name} is missing", **given)',
        'said = f"{name}"',
    )
    assert not [call for call in calls if list(unsayable(f"def test_it(e, ok, name, given):\n    {call}\n"))]


def test_a_mutant_that_no_check_catches_survives(faulty: Said) -> None:
    """The check of `rest` looks away from a slip under the one seed that mutants meet."""
    (survivor,) = (one for one in faulty["survivors"] if one["kind"] == "slip")
    assert (survivor["function"], survivor["becomes"]) == ("rest", "return 25 - hours")


def test_an_insertion_that_no_check_catches_survives(faulty: Said) -> None:
    """One call of `pay` cannot tell a function that remembers its first answer."""
    found = [one for one in faulty["survivors"] if one["kind"] == "insertion"]
    assert ("pay", "answers another call as it did the first") in {
        (one["function"], one["becomes"]) for one in found
    }
    listed = "answers otherwise if the same arguments come again"
    assert ("pay", listed) not in {(one["function"], one["becomes"]) for one in found}


def test_nonsense_that_earns_a_point_survives(faulty: Said) -> None:
    """What an hour is paid is the rate itself, as `pay` is checked; the check is named."""
    found = {one["becomes"]: one["earned"] for one in faulty["survivors"] if one["kind"] == "nonsense"}
    assert found["returns its argument rate"] == ["test_pay"]
    assert "returns an empty list" not in found


def test_survivors_are_a_table_and_entries_to_fill_in() -> None:
    """A person sees the slip, and below it the lines for the list of equivalent mutants."""
    key = Key("wages", "rest", "return 24 - hours", "return 25 - hours")
    survivor = Survivor(key=key, operator="constant", seeds=(1,))
    nonsense = [
        Survivor(
            key=Key("wages", "pay", "", does, kind="nonsense"),
            operator="nonsense",
            seeds=(1,),
            earned=("test_pay",),
        )
        for does in ("returns 0", "returns None", "returns 1.0", "returns -1")
    ]
    free = Key("wages", "pay", "", "answers nothing below 0", kind="insertion")
    found = Audit(
        plan=Plan(),
        tallies={"wages": AuditTally()},
        survivors=[survivor, *nonsense],
        equivalent=[(free, Equivalent("", sentence="Pay is never negative."))],
    )
    out = StringIO()
    show(found, Output(Console(file=out, width=160)))
    shown = " ".join(out.getvalue().split())
    assert "wages/rest constant return 24 - hours return 25 - hours" in shown
    assert entry_text(key) in out.getvalue()
    assert "It earns points of `test_pay`. returns 0, returns None, returns 1.0 … 4" in shown
    assert "wages/pay answers nothing below 0 Pay is never negative." in shown
    assert "The course is not proved: 0 problems, 5 surviving mutants." in shown
    assert "Mutants were tried under 10 seeds." in shown
    assert "For `reason`, write why it is also right." in shown
    assert "There is no problem, so you may hand this out." in shown
    found.problems.append(Problem("stub", "wages", say("It earns a point.")))
    show(found, Output(Console(file=out, width=160)))
    last = " ".join(out.getvalue().split()).rpartition("The course is not proved")[2]
    assert last.startswith(": 1 problem, 5 surviving mutants.")
    assert last.endswith("Correct the problems before you hand this out.")


def test_a_sound_course_is_proved() -> None:
    """Two processes find nothing amiss, loops that never end included; the JSON says what was tried."""
    asked = ("--seeds", "2", "--jobs", "2", "--device", "cpu", "--json")
    code, out, _ = grader_audit(COURSES / "sound", *asked)
    said = json.loads(out)
    assert code == 0
    assert said["schema"] == "grader-audit/1"
    assert said["proved"] is True
    assert said["problems"] == said["survivors"] == []
    systematic = said["assignments"][0].pop("systematic")
    assert systematic["made"] == systematic["killed"] + systematic["equivalent"] > systematic["equivalent"]
    assert said["assignments"] == [
        {
            "name": "shapes",
            "functions": 3,
            "checks": 4,
            "points": 4,
            "misconceptions": 3,
            "mutants": {"made": 37, "killed": 32, "once": 21, "equivalent": 5},
            "insertions": {"made": 33, "killed": 31, "once": 4, "equivalent": 2},
            "nonsense": {"made": 156, "killed": 156, "once": 0, "equivalent": 0},
        }
    ]


@pytest.mark.slow
def test_what_stops_a_worker_is_said_once(tmp_path: Path) -> None:
    """A course that cannot be tried is one line and exit code 2, from whichever process found out."""
    course = tmp_path / "sound"
    shutil.copytree(COURSES / "sound", course)
    checks = course / "autograde_tests" / "test_shapes.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(text.replace('@check("area"', '@check("acreage"'), encoding="utf-8")
    code, _, err = grader_audit(course, "--seeds", "1", "--jobs", "2")
    assert code == 2
    assert "cannot be the reference. It does not define `acreage`." in err.strip().splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.slow
def test_workers_that_end_are_said(tmp_path: Path) -> None:
    """Checks that end the workers alone: what they were given, how the last one ended, exit code 3."""
    course = tmp_path / "sound"
    shutil.copytree(COURSES / "sound", course)
    with (course / "autograde_tests" / "test_shapes.py").open("a", encoding="utf-8") as checks:
        checks.write("import multiprocessing, os\nif multiprocessing.parent_process(): os._exit(7)\n")
    code, _, err = grader_audit(course, "--seeds", "1", "--jobs", "2")
    assert code == 3
    said = err.strip().splitlines()[-1]
    assert "to two workers, and both ended. The last worker ended with exit code 7." in said
    assert "Traceback" not in err


@pytest.mark.slow
def test_this_course_is_proved() -> None:
    """The repository's own course, under ten seeds."""
    code, out, _ = grader_audit(ROOT)
    assert code == 0, out
