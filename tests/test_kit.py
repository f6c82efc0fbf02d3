"""The student kit: everything for learning, and nothing that gives the course away."""

from __future__ import annotations

import ast
import io
import json
import lzma
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from helpers import forked_python
from helpers.grading import ROOT, demand_graded, failed, function, grade_files, lost
from helpers.kits import NAME, copied, laid_out, small_course, unpack
from helpers.misconceptions import mistakes

import grader
from grader.authoring.kit import KitOptions, contents, kit
from grader.authoring.release import release
from grader.authoring.scaffold import new_exercise
from grader.authoring.visible import visible
from grader.course.layout import Course, open_course
from grader.course.solution_regions import BEGIN, END
from grader.diagnosis.function_mistakes import read_misconceptions
from grader.errors import CourseError, UsageError
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings, choose_seed
from grader.model import Report, Status
from grader.reference.recorded import Answers, digest, packed, read
from grader.reference.recorded import unpacked as unpacked_answer
from grader.sandbox import sim, wire
from grader.sandbox.levels import Level
from grader.sandbox.outside import children
from grader.sandbox.outside.question import question
from grader.submission import Found
from grader.submission.edited import worked_in


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one small exercise."""
    return small_course(tmp_path_factory.mktemp("course") / "small")


@pytest.fixture(scope="module")
def small_kit(small: Path) -> bytes:
    return kit(open_course(small))


@pytest.fixture
def unpacked(small_kit: bytes, tmp_path: Path) -> Path:
    """The small kit in a folder of its own, fresh for every test."""
    return unpack(small_kit, tmp_path / "kit")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of the kit of this repository's course, for one seed, that names no mistakes.

    Three seeds take three times as long, and mistakes five times.
    """
    return contents(nameless(tmp_path_factory.mktemp("nameless")), KitOptions(seeds=(1,)))


def nameless(folder: Path) -> Course:
    """This repository's course once more, whose kits name no mistakes."""
    for part in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "course.toml").read_text(encoding="utf-8")
    assert settings.count("[students]\n") == 1 and "name_mistakes" not in settings
    said = settings.replace("[students]\n", "[students]\nname_mistakes = false\n")
    (folder / "course.toml").write_text(said, encoding="utf-8")
    return open_course(folder)


@pytest.fixture(scope="module")
def naming() -> dict[str, bytes]:
    """The kit of one assignment, which names mistakes."""
    return contents(open_course(ROOT), KitOptions(seeds=(1,), assignments=("autograd",)))


@pytest.fixture(scope="module")
def whole_kit(whole: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """That kit, unpacked and opened."""
    return laid_out(whole, tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    """The kit of this repository's course as students get it, for slow tests alone."""
    return contents(open_course(ROOT))


@pytest.fixture(scope="module")
def usual_kit(usual: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """That kit, unpacked and opened."""
    return laid_out(usual, tmp_path_factory.mktemp("usual"))


def grade(found: list[Found], course: Course, *, diagnosis: bool = True) -> list[Report]:
    return grade_files(found, course=course, seed=course.seeds[0], level=Level.NONE, diagnosis=diagnosis)


def grade_one_cold(path: Path, course: Course, devices: tuple[str, ...] = ("cpu",)) -> Report:
    """Grade without warming up what the small exercise has no use for."""
    reports = []
    settings = Settings(seed=course.seeds[0], level=Level.NONE, devices=devices)

    def loop(session: pytest.Session) -> None:
        with Grading(course, settings, lambda: children.start(settings.level, warm=False)) as grading:
            one = Found(student="you", assignment=NAME, path=path)
            reports.append(grade_one(grading, one, session.items, session.config))

    run_warm(course, [NAME], loop)
    return reports[0]


# ── what is in it ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_in_a_kit(small_kit: bytes) -> None:
    """These files, and no others."""
    with zipfile.ZipFile(io.BytesIO(small_kit)) as packed:
        assert packed.namelist() == [
            ".github/workflows/checks.yml",
            ".gitignore",
            ".gitlab-ci.yml",
            "README.md",
            "answers/double.mistakes",
            "answers/double.msgpack",
            "answers/double.py",
            "answers/kit.json",
            "autograde_tests/test_double.py",
            "exercises/double.ipynb",
            "exercises/double.py",
            "exercises/hints/double.md",
            "requirements.txt",
            f"wheels/torchgrader-{grader.__version__}-py3-none-any.whl",
        ]


def test_same_source_same_bytes(small: Path, small_kit: bytes) -> None:
    """Made again, the archive is the same byte for byte: no date, no path, no order of chance."""
    assert kit(open_course(small)) == small_kit
    with zipfile.ZipFile(io.BytesIO(small_kit)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert str(small.parent).encode() not in small_kit


def test_options(small: Path, tmp_path: Path) -> None:
    """One assignment of two, other seeds, and a wheel that travels along and is installed from the kit."""
    copy = copied(small, tmp_path)
    new_exercise(copy, "halve")
    release(copy)
    wheel = tmp_path / "torchgrader-9.9-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    files = contents(open_course(copy), KitOptions(assignments=("halve",), seeds=(5, 6), wheel=wheel))
    assert "exercises/halve.py" in files and "answers/halve.msgpack" in files
    assert not [name for name in files if "double" in name]
    assert json.loads(files["answers/kit.json"])["seeds"] == [5, 6]
    assert files[f"wheels/{wheel.name}"] == b"wheel"
    assert f"./wheels/{wheel.name}[plots]" in files["requirements.txt"].decode()


def test_the_grader_from_an_index(small: Path) -> None:
    """`from_index` carries no wheel: pip finds this version by name."""
    files = contents(open_course(small), KitOptions(from_index=True))
    assert not [name for name in files if name.startswith("wheels/")]
    assert f"torchgrader[plots]=={grader.__version__}" in files["requirements.txt"].decode()


def test_a_wheel_that_is_not_there(small: Path) -> None:
    """Is said before anything is recorded."""
    with pytest.raises(UsageError, match=r"Expected a file torchgrader-….whl"):
        contents(open_course(small), KitOptions(wheel=small / "nothing.whl"))


# ── what is not in it ────────────────────────────────────────────────────────────────────────────────────


def statements(text: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))


def hidden_checks() -> Iterator[tuple[Path, ast.FunctionDef, ast.expr]]:
    """Every hidden check of this repository's course: its file, itself, its `hidden=`."""
    for path in sorted((ROOT / "autograde_tests").glob("test_*.py")):
        for node in statements(path.read_text(encoding="utf-8")):
            for decorator in node.decorator_list:
                for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                    if keyword.arg == "hidden":
                        yield path, node, keyword.value


def test_no_hidden_check(whole: dict[str, bytes], naming: dict[str, bytes]) -> None:
    """Not its name, its question, its title where no visible check has the same, nor any line of its body."""
    found = list(hidden_checks())
    assert len(found) >= 3
    for path, node, told in found:
        kept = whole[f"autograde_tests/{path.name}"].decode()
        assert node.name not in {other.name for other in statements(kept)}
        said = ast.literal_eval(told)
        files = [*whole.items(), *naming.items()]
        assert not [name for name, data in files if said.encode() in data], said
        body = ast.unparse(ast.Module(node.body[1:], []))
        assert body not in ast.unparse(ast.parse(kept))


def test_no_misconception(whole: dict[str, bytes], naming: dict[str, bytes]) -> None:
    """No file of them, no body of theirs; sentences alone, where a visible check can find the mistake."""
    demand_no_misconception(whole, 0)
    demand_no_misconception(naming, 1)


@pytest.mark.slow
def test_no_misconception_where_every_assignment_names_them(usual: dict[str, bytes]) -> None:
    """The same of the kit as students get it."""
    demand_no_misconception(usual, 6)


def demand_no_misconception(files: dict[str, bytes], naming: int) -> None:
    """naming: how many of the kit's assignments name mistakes."""
    unpacked = {name: lzma.decompress(data) for name, data in files.items() if name.endswith(".mistakes")}
    assert len(unpacked) == naming
    text = "\n".join(data.decode("utf-8", "replace") for data in (files | unpacked).values())
    assert not [name for name in files if "misconception" in name or "solution" in name]
    paths = sorted((ROOT / "solutions" / "misconceptions").glob("*/*.py"))
    assert len(paths) >= 20
    for path in paths:
        source = path.read_text(encoding="utf-8")
        for node in statements(source):
            # Of several statements: one line alone may stand anywhere.
            written = [ast.get_source_segment(source, part) or "" for part in node.body[1:]]
            assert len(written) < 2 or "\n    ".join(written) not in text, f"{path}: {node.name}"


@pytest.mark.slow
def test_what_is_known_of_mistakes_is_small(usual: dict[str, bytes]) -> None:
    """At most a megabyte for this whole course and the usual seeds."""
    known = [len(data) for name, data in usual.items() if name.endswith(".mistakes")]
    assert len(known) == 6 and sum(known) < 1_000_000
    assert json.loads(usual["answers/kit.json"])["seeds"] == [1, 2, 3]


def test_no_solution(whole: dict[str, bytes]) -> None:
    """No mark of a solution, and no solution of several lines, in any file; hints stop short of it."""
    text = "\n".join(data.decode("utf-8", "replace") for data in whole.values())
    assert BEGIN not in text and END not in text
    bodies = [
        body
        for path in sorted((ROOT / "solutions").glob("*.py"))
        for body in re.findall(rf"{BEGIN}\n(.*?)\n *{END}", path.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(bodies) >= 20
    several = [body for body in bodies if len(re.findall(r"^ *[^#\s].*$", body, re.MULTILINE)) > 2]
    assert several and not [body for body in several if body in text]


def test_answers_hold_nothing_of_the_reference_but_answers(whole: dict[str, bytes]) -> None:
    """No line number, no printed text, no message of the reference's own errors."""
    names = {f"answers/{name}.msgpack" for name in open_course(ROOT).assignments}
    assert names == {name for name in whole if name.endswith(".msgpack")}
    for name in names:
        held = msgspec.msgpack.decode(whole[name], type=Answers)
        assert held.answers
        for _, _, frame in held.answers:
            head, _ = wire.lengths(frame[: wire.HEADER.size])
            answer = wire.reply(frame[wire.HEADER.size : wire.HEADER.size + head])
            assert isinstance(answer, wire.Answer)
            assert (answer.place, answer.printed, answer.trace) == (None, "", [])
            assert answer.error_text == answer.error


def test_what_serves_hidden_checks_alone_goes_with_them() -> None:
    """Helpers, tables, names of imports, fixtures: whatever no visible check leads to."""
    cut = visible(
        {
            "test_a": '''\
import math
from table import large, small

from grader.testing import check

SECRET = [1, 2]
OPEN = [3]


def both(x):
    return x


def secretly(x):
    return both(x) + SECRET[0] + math.pi


@check("f", points=1)
def test_seen(student):
    """Seen."""
    both(OPEN), small


# What stands above a hidden check goes with it.
@check("f", points=1, hidden="Is it so, in secret?")
def test_unseen(student, surprise):
    """Not seen by anyone."""
    secretly(large)
''',
            "table": "# Small ones.\nsmall = [1]\n# Large ones.\nlarge = [10**9]\n",
            "conftest": (
                "import pytest\n\n@pytest.fixture\ndef surprise():\n    return 42\n\n"
                "@pytest.fixture\ndef used_by_name():\n    return 1\n"
            ),
        }
    )
    assert ast.unparse(ast.parse(cut.texts["test_a"])) == ast.unparse(
        ast.parse(
            "from table import small\nfrom grader.testing import check\nOPEN = [3]\n"
            "def both(x):\n    return x\n"
            '@check("f", points=1)\ndef test_seen(student):\n    """Seen."""\n    both(OPEN), small\n'
        )
    )
    assert cut.texts["table"] == "# Small ones.\nsmall = [1]\n"
    assert "surprise" not in cut.texts["conftest"] and "used_by_name" in cut.texts["conftest"]
    assert "What stands above" not in cut.texts["test_a"]
    assert cut.names == {"test_unseen"}
    assert cut.words == {"Is it so, in secret?", "Not seen by anyone."}


def test_a_module_taken_whole_gives_up_its_secrets_too() -> None:
    """`import table`, then `table.large`: what only hidden checks take from it goes."""
    head = "import table\nfrom grader.testing import check\n"
    seen = '@check("f", points=1)\ndef test_seen():\n    """S."""\n    table.small\n'
    unseen = '@check("f", points=1, hidden="?")\ndef test_unseen():\n    """U."""\n    table.large\n'
    cut = visible({"test_a": head + seen + unseen, "table": "small = 1\nlarge = 2\n"})
    assert cut.texts == {"test_a": head + seen, "table": "small = 1\n"}


def test_a_visible_check_may_not_need_a_hidden_one() -> None:
    """What cannot be cut is said, with the name."""
    text = (
        "from grader.testing import check\n"
        '@check("f", points=1, hidden="?")\ndef test_one():\n    """O."""\n'
        '@check("f", points=1, needs=test_one)\ndef test_two():\n    """T."""\n'
    )
    with pytest.raises(CourseError, match="needs `test_one`, which is hidden"):
        visible({"test_a": text})


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "autograde_tests/test_double.py",
            '    """The function doubles one number."""',
            '    """The function doubles one number."""\n    # test_keeps_its_argument asks for more',
            "would contain 'test_keeps_its_argument'",
        ),
        (
            "solutions/hints/double.md",
            "1. What",
            "1. You square the elements. Double them. What",
            "would contain",
        ),
        ("autograde_tests/test_double.py", "import Cases", "import Cases as", "is not valid Python"),
    ],
)
def test_a_kit_that_is_not_right_is_not_made(
    file: str, old: str, new: str, said: str, small: Path, tmp_path: Path
) -> None:
    """A comment or hint that gives something away, a check that does not parse: a sentence, and no kit."""
    copy = copied(small, tmp_path)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    release(copy)
    with pytest.raises(CourseError, match=said):
        kit(open_course(copy))


def test_a_reference_that_fails_its_own_checks_makes_no_kit(small: Path, tmp_path: Path) -> None:
    """The reference is evaluated as a student: a check that contradicts it is found."""
    copy = copied(small, tmp_path)
    checks = copy / "autograde_tests" / "test_double.py"
    text = checks.read_text(encoding="utf-8")
    assert "close_to(ours)" in text
    checks.write_text(text.replace("close_to(ours)", "close_to(torch.zeros(1))", 1), encoding="utf-8")
    with pytest.raises(
        CourseError, match=r"does not pass its own visible checks, with seed 1\. Not passed: `test_one_number"
    ):
        kit(open_course(copy))


def test_a_hidden_check_in_disguise_makes_no_kit(small: Path, tmp_path: Path) -> None:
    """Hidden otherwise than by `@check(..., hidden=...)`: collecting finds it, and there is no kit."""
    copy = copied(small, tmp_path)
    checks = copy / "autograde_tests" / "test_double.py"
    text = checks.read_text(encoding="utf-8").replace(
        '@check(\n    "double",', '@check(\n    **SECRET,\n    function="double",'
    )
    text = re.sub(r'    hidden="[^"]*",\n', "", text).replace(
        "\n\n@check(", '\n\nSECRET = {"hidden": "?"}\n\n@check(', 1
    )
    checks.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="cannot leave out the hidden check `test_keeps_its_argument`"):
        kit(open_course(copy))


CATALOG = """\
msgid ""
msgstr ""
"Project-Id-Version: for the course alone\\n"
"Language: zh_TW\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# Whoever translates may say here what the answer is.
msgctxt "double/test_one_number/title"
msgid "The function doubles one number."
msgstr "數字加倍。"

msgctxt "double/test_keeps_its_argument/title"
msgid "The result is a new tensor: the argument does not change."
msgstr "秘密標題"

msgctxt "double/double/squares/headline"
msgid "You square the elements. Double them."
msgstr "你取了平方。"

msgctxt "double/double/doubles_in_place/headline"
msgid "You change the caller's tensor: `x *= 2` writes into it."
msgstr "秘密想法"

msgctxt "double/double/hint 1"
msgid "What is twice a number?"
msgstr "兩倍是什麼?"
"""


def test_a_kit_carries_translations_of_its_own_texts_alone(small: Path, tmp_path: Path) -> None:
    """Titles of visible checks, hints, mistakes that it names; no hidden check, no remark of a translator."""
    copy = copied(small, tmp_path)
    catalog = copy / "solutions" / "translations" / "zh-TW" / f"{NAME}.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG, encoding="utf-8")
    (copy / "course.toml").write_text('language = "zh-TW"\n', encoding="utf-8")
    made = contents(open_course(copy))
    carried = [name for name in made if name.endswith(".po")]
    assert carried == [f"answers/translations/zh-TW/{NAME}.po"]
    text = made[carried[0]].decode()
    assert "數字加倍。" in text and "兩倍是什麼?" in text and "你取了平方。" in text
    assert not [word for word in ("秘密", "test_keeps", "answer", "Project-Id") if word in text]


def test_a_mistake_that_only_a_hidden_check_finds_leaves_no_word(small: Path, unpacked: Path) -> None:
    """Of `doubles_in_place` nothing is in any file; the two that visible checks find have their words."""
    held = {path: path.read_bytes() for path in unpacked.rglob("*") if path.is_file()}
    held = {
        path: lzma.decompress(data) if path.suffix == ".mistakes" else data for path, data in held.items()
    }
    [said] = [data.decode("utf-8", "replace") for path, data in held.items() if path.suffix == ".mistakes"]
    told = read_misconceptions(
        (small / "solutions" / "misconceptions" / NAME / f"{NAME}.py").read_text(encoding="utf-8"), NAME, NAME
    )
    assert [one.id for one in told] == [
        f"{NAME}/{name}" for name in ("squares", "adds_two", "doubles_in_place")
    ]
    for one in told[:2]:
        assert one.id.removeprefix(f"{NAME}/") in said and str(one.headline) in said
    # The wheel is the grader itself, whose template of a course this one was made of.
    for path, data in held.items():
        for words in ("doubles_in_place", str(told[2].headline), str(told[2].explanation)):
            assert path.suffix == ".whl" or words.encode() not in data, f"{path}: {words}"


def test_a_kit_names_mistakes(unpacked: Path) -> None:
    """As the course would, and only where one mistake has all of the answers."""
    work = unpacked / "exercises" / f"{NAME}.py"
    stub = work.read_text(encoding="utf-8")
    named = {}
    for body in ("return x**2", "return x + 2", "return 3 * x", "x *= 2\n    return x"):
        work.write_text(stub.replace("raise NotImplementedError", body), encoding="utf-8")
        report = grade_one_cold(work, open_course(unpacked))
        named[body] = [str(c.diagnosis.headline) for f in report.functions for c in f.checks if c.diagnosis]
    assert named.pop("return x**2")[0] == "You square the elements. Double them."
    assert named.pop("return x + 2")[0] == "You add 2 to every element. Multiply by 2."
    assert list(named.values()) == [[], []]


def test_a_course_may_leave_names_out(small: Path, tmp_path: Path) -> None:
    """`[students] name_mistakes = false`: no file, and no sentence."""
    copy = copied(small, tmp_path)
    (copy / "course.toml").write_text("[students]\nname_mistakes = false\n", encoding="utf-8")
    files = contents(open_course(copy))
    assert not [name for name in files if name.endswith(".mistakes")]
    assert b"You square the elements" not in b"".join(files.values())


@pytest.mark.slow
def test_a_kit_speaks_its_course_s_language(small: Path, tmp_path: Path) -> None:
    """`grader check` in the kit, without being told; what no catalog has is counted once."""
    copy = copied(small, tmp_path)
    catalog = copy / "solutions" / "translations" / "zh-TW" / f"{NAME}.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG, encoding="utf-8")
    (copy / "course.toml").write_text('language = "zh-TW"\n', encoding="utf-8")
    done = command(unpack(kit(open_course(copy)), tmp_path / "kit"), "check", "--all")
    assert "數字加倍。" in done.stdout
    assert done.stderr.count("have no translation into zh-TW") == 1


# ── a student's way through it ───────────────────────────────────────────────────────────────────────────


def steps(exercise: str, solution: str) -> Iterator[str]:
    """The exercise as handed out, then with one function after another as the reference has it."""
    yield exercise
    for node in statements(solution):
        stub = next(one for one in statements(exercise) if one.name == node.name)
        written = ast.get_source_segment(solution, node) or ""
        if written != (left := ast.get_source_segment(exercise, stub) or ""):
            exercise = exercise.replace(left, written)
            yield exercise


@pytest.fixture(scope="module")
def journeys(whole_kit: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Report]]:
    """Of each assignment, the reports on the way from the exercise to the reference."""
    folder = tmp_path_factory.mktemp("journeys")
    found = []
    for name in whole_kit.assignments:
        exercise = whole_kit.assignment(name).handed_out.read_text(encoding="utf-8")
        solution = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
        for number, text in enumerate(steps(exercise, solution)):
            path = folder / str(number) / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            found.append(Found(student=str(number), assignment=name, path=path))
    reports = grade(found, whole_kit, diagnosis=False)
    return {name: [one for one in reports if one.assignment == name] for name in whole_kit.assignments}


@pytest.mark.parametrize("assignment", sorted(open_course(ROOT).assignments))
def test_function_by_function_to_full_marks(assignment: str, journeys: dict[str, list[Report]]) -> None:
    """Each function pasted in earns its points and takes none away; the last makes the marks full."""
    reports = journeys[assignment]
    scores = [report.score for report in reports if report.score is not None]
    assert len(scores) == len(reports) > 3 and scores[0] == 0
    assert scores == sorted(scores)
    assert reports[-1].score == reports[-1].max_score
    assert {function.status for function in reports[-1].functions} == {Status.PASSED}


def pasted(assignments: list[str], folder: Path) -> list[Found]:
    """Every misconception of these assignments in the reference's place."""
    found = []
    for name in assignments:
        solution = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
        for path in sorted((ROOT / "solutions" / "misconceptions" / name).glob("*.py")):
            for mistake in mistakes(path):
                target = folder / name / path.stem / mistake / f"{name}.py"
                target.parent.mkdir(parents=True)
                text = path.read_text(encoding="utf-8")
                target.write_text(f"{solution}\n\n{text}\n\n{path.stem} = {mistake}\n", encoding="utf-8")
                found.append(Found(student=f"{name}/{path.stem}/{mistake}", assignment=name, path=target))
    return found


def demand_plain_differences(found: list[Found], course: Course) -> None:
    """In the kit, each costs its function points with words and an example, or only hidden checks see it."""
    unseen = []
    seen = count = 0
    assert found
    for report, one in zip(grade(found, course), found, strict=True):
        name = one.student.split("/")[1]
        if name not in lost(report):
            unseen.append(one)
            continue
        seen += 1
        wrong = failed(report, name)
        named = [check.diagnosis.id for check in function(report, name).checks if check.diagnosis]
        assert set(named) <= {"/".join(one.student.split("/")[1:])}, f"{one.student} is named {named}"
        count += bool(named)
        assert wrong.message and wrong.example, f"{one.student}: {wrong}"
        assert f"{name}(" in wrong.example.call
    assert count >= 0.9 * seen, f"of {seen} that visible checks find, {count} are named"
    for report in map(demand_graded, grade_files(unseen)):
        hidden = {check.id for f in report.functions for check in f.checks if not check.visible}
        costly = {
            c.id for f in report.functions for c in f.checks if c.score is not None and c.score < c.max_score
        }
        assert costly and costly <= hidden, f"{report.student}: {costly - hidden}"


@pytest.mark.slow
def test_misconceptions_show_the_plain_difference(usual_kit: Course, tmp_path: Path) -> None:
    """Most mistakes are named, and none as another; each shows what was expected and what came."""
    demand_plain_differences(pasted(["autograd"], tmp_path), usual_kit)


@pytest.mark.slow
def test_every_misconception_shows_the_plain_difference(usual_kit: Course, tmp_path: Path) -> None:
    """The same of every assignment."""
    demand_plain_differences(pasted(sorted(usual_kit.assignments), tmp_path), usual_kit)


def test_an_off_by_one_costs_one_point(whole_kit: Course, tmp_path: Path) -> None:
    """A kit also has the answers of a loop that runs one epoch too few, or too many."""
    solution = (ROOT / "solutions" / "quadratic.py").read_text(encoding="utf-8")
    for more in (-1, 1):
        path = tmp_path / str(more) / "quadratic.py"
        path.parent.mkdir()
        text = solution.replace("range(n_epochs)", f"range(n_epochs + {more})", 1)
        path.write_text(text, encoding="utf-8")
        (report,) = grade(
            [Found(student="you", assignment="quadratic", path=path)], whole_kit, diagnosis=False
        )
        assert lost(report)["training_loop"] == 1


def test_a_broken_sibling_is_named(whole_kit: Course, tmp_path: Path) -> None:
    """Nothing is lent here, so a function that calls a broken one fails with it, and says where to begin."""
    path = tmp_path / "gradient_descent.py"
    solution = (ROOT / "solutions" / path.name).read_text(encoding="utf-8")
    path.write_text(f"{solution}\n\ndef dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c)\n", encoding="utf-8")
    (report,) = grade(
        [Found(student="you", assignment="gradient_descent", path=path)], whole_kit, diagnosis=False
    )
    assert {"dloss_fn", "grad_fn"} <= set(lost(report))
    assert "Begin there" not in str(failed(report, "dloss_fn").message)
    assert str(failed(report, "grad_fn").message).endswith(
        "It calls `dloss_fn`, which is not right yet. Begin there."
    )


def test_the_notebook_is_checked_where_only_it_was_worked_in(unpacked: Path) -> None:
    """Both are in the kit: the script counts once it is changed, the notebook until then."""
    notebook, script = unpacked / "exercises" / "double.ipynb", unpacked / "exercises" / "double.py"
    work = open_course(unpacked).assignment("double")
    assert worked_in(work, work.exercise) == script
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("raise NotImplementedError", "return 2 * x"), encoding="utf-8")
    assert worked_in(work, work.exercise) == notebook
    report = grade_one_cold(script, open_course(unpacked))
    assert (report.submission, report.score) == ("double.ipynb", 2)
    script.write_text(script.read_text(encoding="utf-8") + "\nx = 1\n", encoding="utf-8")
    assert worked_in(work, work.exercise) == script


def test_a_device_mistake_is_found_in_a_kit(unpacked: Path) -> None:
    """The pretend accelerator needs no reference beside it: what it answered there was recorded, too."""
    if sim.missing():
        pytest.skip(sim.missing())
    work = unpacked / "exercises" / "double.py"
    wrong = "return x + x.detach().cpu().clone()"
    work.write_text(
        work.read_text(encoding="utf-8").replace("raise NotImplementedError", wrong), encoding="utf-8"
    )
    report = grade_one_cold(work, open_course(unpacked), devices=("cpu", "sim"))
    verdicts = {(check.device, check.status) for f in report.functions for check in f.checks}
    assert ("sim", Status.FAILED) in verdicts and ("cpu", Status.FAILED) not in verdicts
    assert report.score is not None and report.score < report.max_score
    assert not [note for note in map(str, report.notes) if "not checked" in note]


def test_what_was_recorded_on_one_device_is_expected_on_another() -> None:
    """A question from a GPU finds the answer that was given on the pretend one; the CPU's are apart."""
    x = torch.tensor([1.0, 2.0])
    asked = {
        place: question("f", ["x", "on"], [x, place], {}, seed=3, device=place)
        for place in ("cpu", "sim:0", "cuda:0")
    }
    assert digest(asked["sim:0"]) == digest(asked["cuda:0"]) != digest(asked["cpu"])
    there = wire.Tensor("float32", [2], 0, "sim:0")
    aside = wire.Tensor("float32", [2], 0, "cpu")
    answer = wire.Answer(1, value=wire.Sequence("tuple", [there, aside, wire.Named("device", "sim:0")]))
    frame = packed(asked["sim:0"], answer, bytes(8))
    value: Any = unpacked_answer(asked["cuda:0"], frame).value
    first, second, device = value
    assert (first.device, second.device, device.text) == ("cuda:0", "cpu", "cuda:0")


# ── what can go wrong with it ────────────────────────────────────────────────────────────────────────────


def test_only_recorded_seeds(unpacked: Path) -> None:
    """A kit draws one of its seeds; another that is asked for is refused with those that there are."""
    course = open_course(unpacked)
    assert {choose_seed(course, None) for _ in range(60)} == {1, 2, 3}
    assert choose_seed(course, 2) == 2
    with pytest.raises(
        UsageError, match=r"This kit has no answers for `--seed 9`. Use one of its seeds: 1, 2 or 3."
    ):
        choose_seed(course, 9)


def test_a_question_without_an_answer_is_no_zero(unpacked: Path) -> None:
    """Checks that were changed ask what was not recorded: a fault that says so, and no score."""
    checks = unpacked / "autograde_tests" / "test_double.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(text.replace("cases.tensor(1)", "cases.tensor(2)"), encoding="utf-8")
    work = unpacked / "exercises" / "double.py"
    right = work.read_text(encoding="utf-8").replace("raise NotImplementedError", "return 2 * x")
    work.write_text(right, encoding="utf-8")
    report = grade_one_cold(work, open_course(unpacked))
    assert report.score is None
    assert "This kit has no answer to this call of `double`." in str(report.problem)
    assert "Unpack the kit into an empty folder" in str(report.problem)


def test_another_torch_is_noted(unpacked: Path) -> None:
    """Answers of another version of torch may differ: the report says so."""
    path = unpacked / "answers" / "double.msgpack"
    path.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(read(path), torch="2.4.1")))
    work = unpacked / "exercises" / "double.py"
    report = grade_one_cold(work, open_course(unpacked))
    [note] = [note for note in map(str, report.notes) if "torch 2.4.1" in note]
    assert note.startswith("The kit's answers were made with torch 2.4.1. This computer has torch ")
    assert note.endswith("A right answer may look wrong.")


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("answers/double.msgpack", b"\x81", r"cannot be read: .*\. Unpack the kit into an empty folder\."),
        (
            "answers/double.msgpack",
            msgspec.msgpack.encode(
                Answers(schema="grader-answers/9", torch="2", devices=[], given=[], answers=[])
            ),
            r"has version grader-answers/9, expected grader-answers/1\. Ask for a new kit\.",
        ),
        ("answers/kit.json", b"{}", "[Cc]annot (be )?read.*Unpack the kit into an empty folder"),
        ("answers/kit.json", None, "[Cc]annot (be )?read.*Unpack the kit into an empty folder"),
        ("answers/double.msgpack", None, "is missing. Unpack the kit into an empty folder"),
    ],
)
def test_a_damaged_kit_says_so(file: str, data: bytes | None, said: str, unpacked: Path) -> None:
    """In one sentence with the remedy."""
    if data is None:
        (unpacked / file).unlink()
    else:
        (unpacked / file).write_bytes(data)
    with pytest.raises(CourseError, match=said):
        read(open_course(unpacked).assignment("double").answers)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked_python.run("-m", "grader", *arguments, cwd=folder, levels=["none"])


@pytest.mark.slow
def test_release_makes_and_compares_the_kit(small: Path, tmp_path: Path, small_kit: bytes) -> None:
    """`--kit` writes it, and with `--check` says by its exit code whether it is stale."""
    path = tmp_path / "kit.zip"
    made = command(small, "release", "--kit", str(path))
    assert made.returncode == 0 and f"Written: {path}" in made.stdout.replace("\n", "")
    assert path.read_bytes() == small_kit
    stale = command(small, "release", "--kit", str(path), "--check", "--seed", "8")
    assert stale.returncode == 1 and "Out of date: " in stale.stdout
    assert path.read_bytes() == small_kit
    refused = command(small, "release", "--kit", str(tmp_path))
    assert refused.returncode == 2 and "Expected the name of a zip archive" in refused.stderr


def test_check_in_a_kit(unpacked: Path) -> None:
    """`grader check`, as the README says: nothing written yet, then everything right."""
    assert "0 / 2" in command(unpacked, "check").stdout
    work = unpacked / "exercises" / "double.py"
    right = work.read_text(encoding="utf-8").replace("raise NotImplementedError", "return 2 * x")
    work.write_text(right, encoding="utf-8")
    done = command(unpacked, "check", "double", "--fail-under", "100")
    assert done.returncode == 0, done.stderr
    assert "2 / 2" in done.stdout
