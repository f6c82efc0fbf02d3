"""A class download of any platform, zip or unpacked: exactly these people, each once, with the right file."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from helpers import hand_ins
from helpers.downloads import Download, Layout, download, in_folder, nfc, of, script_of
from helpers.grading import ROOT
from helpers.hand_ins import ASSIGNMENT, OTHER, Files, Outcome, Student, Work, written
from helpers.plans import differences, outcome_of, seen
from helpers.platforms import (
    ALL,
    Blackboard,
    Brightspace,
    Canvas,
    CanvasAnonymous,
    Clones,
    DriveFlat,
    Gradescope,
    Instructor,
    InstructorSections,
    Moodle,
    MoodleFlat,
    canvas_name,
    moodle_name,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.commands.class_rows import CourseWork
from grader.course.layout import open_course
from grader.gradesheets.plan import plan

ASSIGNMENTS = (ASSIGNMENT, OTHER)
SEEDS = (1, 2, 3)
WAYS = [(kind, way) for kind in ALL for way in ("zip", "unpacked") if kind.zips or way == "unpacked"]
STUB = "raise NotImplementedError"
whole = pytest.mark.parametrize(("kind", "way"), WAYS, ids=lambda part: getattr(part, "name", part))


def written_out(made: Download, way: str, where: Path) -> Path:
    """The class on disk."""
    return made.pack(where) if way == "zip" else made.unpack(where)


def planned(path: Path, wanted: str | None = ASSIGNMENT) -> Any:
    """One call, as a command makes it."""
    return plan([path], ASSIGNMENTS, wanted=wanted)


def mismatch(made: Download, rows: Any) -> str:
    """What is wrong, for a person to read."""
    return "\n".join(differences(made.expected, rows))


@pytest.mark.parametrize("seed", SEEDS)
@whole
def test_a_class(kind: type[Layout], way: str, seed: int, tmp_path: Path) -> None:
    """Exactly these people, each with the file that counts, or with why there is none."""
    made = download(kind(), seed)
    rows = planned(written_out(made, way, tmp_path)).rows
    assert mismatch(made, rows) == ""
    assert {row.assignment for row in rows} <= {ASSIGNMENT, None}
    assert {row.assignment for row in rows if outcome_of(row) is Outcome.COUNTS} == {ASSIGNMENT}


@whole
def test_a_class_of_one(kind: type[Layout], way: str, tmp_path: Path) -> None:
    """One person is still that one."""
    if kind.name == "clones-elsewhere":
        pytest.skip("a word that several share needs several")
    layout = kind()
    person = hand_ins.students(9)[16]
    made = of(layout, [(person, script_of(person))])
    assert mismatch(made, planned(written_out(made, way, tmp_path)).rows) == ""


@whole
def test_files_named_for_the_assignment_need_no_option(kind: type[Layout], way: str, tmp_path: Path) -> None:
    """Names say which assignment it is."""
    if kind.name == "flat-stems":
        pytest.skip("files named with the person's name alone say nothing of an assignment")
    made = a_few(kind())
    plan_ = planned(written_out(made, way, tmp_path), wanted=None)
    assert mismatch(made, plan_.rows) == ""
    assert {row.assignment for row in plan_.rows} == {ASSIGNMENT}


@pytest.mark.parametrize("kind", [Canvas, Moodle, Gradescope, Brightspace, Blackboard, Instructor])
def test_files_beside_it_are_aside(kind: type[Layout], tmp_path: Path) -> None:
    """A helper, data and a file of another assignment are told, under their owner."""
    made = download(kind(), 4)
    aside = planned(made.unpack(tmp_path)).aside
    told = " ".join(name for names in aside.values() for name in names)
    assert all(name in told for name in ("helper.py", f"{OTHER}.py", "scratch.ipynb")), aside


def a_few(layout: Layout, count: int = 4) -> Download:
    """Some people who each hand in one script."""
    people = hand_ins.students(6)[12 : 12 + count]
    return of(layout, [(person, script_of(person)) for person in people])


@pytest.mark.parametrize("kind", [Canvas, Moodle, Gradescope, Brightspace, Instructor])
def test_two_assignments_are_two_rows(kind: type[Layout], tmp_path: Path) -> None:
    """Without the option each named file is a row of its own; people stay one."""
    layout = kind()
    people = hand_ins.students(6)[12:16]
    pairs = [
        (one, Work("two", (written(one, f"{ASSIGNMENT}.py", f"{OTHER}.py"),), mark="here")) for one in people
    ]
    rows = planned(of(layout, pairs).unpack(tmp_path), wanted=None).rows
    told = sorted((nfc(row.person.name), row.assignment) for row in rows)
    assert told == sorted((nfc(layout.shown(one)), name) for one in people for name in ASSIGNMENTS)


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_names_of_a_chinese_windows(encoding: str, tmp_path: Path) -> None:
    """Bytes of Big5 or GB in a zip are read as what they were."""
    traditional = (
        "王小明",
        "李美玲",
        "陳志豪",
        "林淑芬",
        "黃建國",
        "張雅婷",
        "劉怡君",
        "蔡宗翰",
        "許家豪",
        "鄭佩珊",
    )
    simplified = (
        "王小明",
        "李美玲",
        "陈志豪",
        "林淑芬",
        "黄建国",
        "张雅婷",
        "刘怡君",
        "赵伟",
        "许家豪",
        "郑佩珊",
    )
    names = traditional if encoding == "big5" else simplified
    people = [Student(f"p{n:02d}", "", name, f"s{n}", 3471 + n) for n, name in enumerate(names)]
    made = of(Moodle(), [(one, script_of(one)) for one in people], encoding=encoding)
    assert mismatch(made, planned(made.pack(tmp_path)).rows) == ""


@pytest.mark.parametrize("word", ["Participant", "參與者", "Teilnehmerin"])
def test_blind_marking_of_moodle(word: str, tmp_path: Path) -> None:
    """All have one name; the number parts them."""
    people = [Student(f"p{n:02d}", "", word, f"s{n}", 3471 + n) for n in range(5)]
    made = of(Moodle(), [(one, script_of(one)) for one in people])
    found = seen(planned(made.unpack(tmp_path)).rows)
    assert sorted(mark for one in found for mark in one.marks) == sorted(work.mark for _, work in made.pairs)
    assert len(found) == 5
    assert all(one.name.startswith(word) for one in found)


def test_a_team_of_moodle_without_a_number(tmp_path: Path) -> None:
    """Who is in no group hands in as the default group, which has no number."""
    few = a_few(Moodle(), 2)
    group = Student("p50", "", "Default group", "default", 0)
    work = script_of(group)
    files = in_folder("Default group_assignsubmission_file_", work.last)
    rows = planned(replace(few, tree=few.tree | files).unpack(tmp_path)).rows
    assert sorted(one.name for one in seen(rows)) == sorted(
        [*(nfc(person.full) for person, _ in few.pairs), "Default group"]
    )


def test_a_group_of_canvas_is_one_row(tmp_path: Path) -> None:
    """The group's name and one member's id: a row named as the group, where no roster tells who is in it."""
    few = a_few(Canvas())
    group = Student("p50", "", "Team Rocket 4", "rocket", 8123)
    made = of(Canvas(), [*few.pairs, (group, script_of(group))])
    assert mismatch(made, planned(made.unpack(tmp_path)).rows) == ""


def test_a_group_of_gradescope_is_graded_once(tmp_path: Path) -> None:
    """A row a member, all of one file."""
    made = download(Gradescope(), 2)
    (group,) = (work for _, work in made.pairs if work.role == "group")
    rows = planned(made.unpack(tmp_path)).rows
    assert sum(group.mark in one.marks for one in seen(rows)) == 3


def test_a_student_number_before_the_name_on_brightspace(tmp_path: Path) -> None:
    """Some sites put one there: people stay as many, and each keeps the own name."""
    people = hand_ins.students(6)[12:16]
    shown = [replace(one, first=f"2024{one.number} {one.first}".strip()) for one in people]
    made = of(Brightspace(), [(one, script_of(one)) for one in shown])
    found = seen(planned(made.unpack(tmp_path)).rows)
    assert len(found) == 4
    for one in people:
        assert sum(row.name.endswith(nfc(one.full)) for row in found) == 1, found


@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_downloads_the_later_counts(reverse: bool, tmp_path: Path) -> None:
    """Of several paths the later; who is in the first alone stays."""
    people = hand_ins.students(6)[12:16]
    first = of(Canvas(), [(one, script_of(one)) for one in people])
    again = [(one, _second(one)) for one in people[:2]]
    paths = [first.unpack(tmp_path / "a"), of(Canvas(), again).unpack(tmp_path / "b")]
    rows = plan(paths[::-1] if reverse else paths, ASSIGNMENTS, wanted=ASSIGNMENT).rows
    attempts = sorted(mark.split(":")[1] for one in seen(rows) for mark in one.marks)
    assert attempts == (["1", "1", "1", "1"] if reverse else ["1", "1", "2", "2"])
    assert len(rows) == 4


def _second(student: Student) -> Work:
    files = written(student, f"{ASSIGNMENT}.py", attempt=2)
    return Work("second", (files,), mark=hand_ins.mark(student, 2, f"{ASSIGNMENT}.py"))


def repository(student: Student, prefix: str, *, done: bool, name: str = "") -> Files:
    """A clone of the course's kit, all assignments in it; done: the person worked on one of them."""
    tree: Files = {}
    for assignment in ASSIGNMENTS:
        for path in sorted(ROOT.glob(f"exercises/{assignment}.*")):
            tree[f"exercises/{path.name}"] = path.read_bytes()
        tree[f"autograde_tests/test_{assignment}.py"] = b"def test_it(): pass\n"
        tree[f"answers/{assignment}.py"] = b"answers = {}\n"
    line = f"# @@{hand_ins.mark(student, 1, ASSIGNMENT)}@@\n"
    text = tree[f"exercises/{ASSIGNMENT}.py"].decode()
    if done:
        tree[f"exercises/{ASSIGNMENT}.py"] = (line + text.replace(f"    {STUB}", "    return 1")).encode()
    return in_folder(f"{prefix}{name or student.login}", tree)


def planned_with_course(path: Path) -> Any:
    """The same where the grader knows what the course handed out."""
    return plan([path], ASSIGNMENTS, wanted=ASSIGNMENT, work=CourseWork(open_course(ROOT)))


@pytest.mark.parametrize("worked", ["", "-1"])
def test_of_two_repositories_of_one_student_the_one_with_work_counts(worked: str, tmp_path: Path) -> None:
    """Accepted twice: `-1` is beside the same name without it, and one of the two is as handed out."""
    layout = Clones()
    few = a_few(layout)
    person = few.pairs[0][0]
    trees = [
        repository(person, layout.prefix, done=suffix == worked, name=person.login + suffix)
        for suffix in ("", "-1")
    ]
    tree = {path: data for path, data in few.tree.items() if f"{layout.prefix}{person.login}/" not in path}
    rows = planned_with_course(replace(few, tree=tree | trees[0] | trees[1]).unpack(tmp_path)).rows
    assert sorted(one.name for one in seen(rows)) == sorted(one.login for one, _ in few.pairs)
    (mine,) = (one for one in seen(rows) if one.name == person.login)
    assert mine.marks == {hand_ins.mark(person, 1, ASSIGNMENT)}


def test_two_repositories_with_work_are_both_listed(tmp_path: Path) -> None:
    """No roster: it may be two people or one, so nothing is graded, and both are named."""
    layout = Clones()
    few = a_few(layout)
    person = few.pairs[0][0]
    second = in_folder(f"{layout.prefix}{person.login}-1", layout.repository(person, script_of(person)))
    rows = planned_with_course(replace(few, tree=few.tree | second).unpack(tmp_path)).rows
    mine = [row for row in rows if row.person.name in (person.login, f"{person.login}-1")]
    assert len(rows) == len(few.pairs)
    assert [outcome_of(row) for row in mine] == [Outcome.NOT_GRADED]
    told = " ".join(map(str, [mine[0].problem, *mine[0].notes]))
    assert f"{person.login}-1" in told


def test_clones_of_the_kit(tmp_path: Path) -> None:
    """A script with work beside the untouched notebook: the script; an untouched clone is not handed in."""
    layout = Clones()
    people = hand_ins.students(6)[12:16]
    tree: Files = {}
    for one in people:
        tree |= repository(one, layout.prefix, done=one is not people[0])
    rows = planned_with_course(Download(layout, [], tree).unpack(tmp_path)).rows
    told = {one.name: (one.outcome, one.marks) for one in seen(rows)}
    done = {one.login: (Outcome.COUNTS, {hand_ins.mark(one, 1, ASSIGNMENT)}) for one in people[1:]}
    assert told == done | {people[0].login: (Outcome.NOT_HANDED_IN, frozenset())}


def test_two_of_one_name_in_two_sections(tmp_path: Path) -> None:
    """Two rows that the section tells apart."""
    made = download(InstructorSections(), 1)
    rows = planned(made.unpack(tmp_path)).rows
    sections = sorted(row.person.section for row in rows if row.person.name == "Anna Lee")
    assert len(sections) == len(set(sections)) == 2


def test_two_of_one_name_and_no_id_are_two_rows(tmp_path: Path) -> None:
    """Moodle's number parts them within one download."""
    made = download(Moodle(), 1)
    rows = [row for row in planned(made.unpack(tmp_path)).rows if row.person.name == "Anna Lee"]
    assert len(rows) == 2


# What one student does, and nobody else.

LAYOUTS = (
    Canvas,
    CanvasAnonymous,
    Moodle,
    MoodleFlat,
    Gradescope,
    Blackboard,
    Brightspace,
    Instructor,
    DriveFlat,
)
SIGNS = "abzABZ019 _-.,()[]'é王"
SUFFIXES = (".py", ".ipynb", ".txt", ".zip", ".csv", ".yml", ".html", ".pdf", "")
SHAPES = (
    "{plain}_{number}_{number}_x{end}",
    "{plain}_LATE_{number}_2_gradient_descent{end}",
    "LATE_anon_aq01X_77_x{end}",
    "{full}_{number}_assignsubmission_file_gradient_descent{end}",
    "{full}_{number}_assignsubmission_onlinetext_onlinetext{end}",
    "Gradient_Descent 1_{login}_attempt_2027-01-01-00-00-00{end}",
    "Gradient_Descent 1_{login}_attempt_2027-01-01-00-00-00_x{end}",
    "{number}-{number} - {full} - Sep 24, 2026 926 PM{end}",
    "{full} - gradient_descent{end}",
    "{full}{end}",
    "submission_{number}{end}",
    "submission_metadata.yml",
    "index.html",
    "gradient_descent{end}",
    "gradient_descent-1{end}",
    "Copy of gradient_descent (1){end}",
    "autograd{end}",
    "submissions{end}",
)


@st.composite
def messes(draw: st.DrawFn, other: Student) -> dict[str, list[str]]:
    """Files that one student adds: by name, with the names inside where it is a zip."""
    found: dict[str, list[str]] = {}
    for _ in range(draw(st.integers(1, 4))):
        found[draw(names(other))] = draw(st.lists(names(other, inside=True), max_size=3))
    return found


@st.composite
def names(draw: st.DrawFn, other: Student, inside: bool = False) -> str:
    """A file's name: of some platform's grammar with the other's name and id in it, or any."""
    end = draw(st.sampled_from(SUFFIXES))
    if draw(st.booleans()):
        shape = draw(st.sampled_from(SHAPES))
        plain = canvas_name(other.sortable)
        name = shape.format(plain=plain, number=other.number, full=other.full, login=other.login, end=end)
    else:
        name = draw(st.text(SIGNS, min_size=1, max_size=12)).strip(" .") + end
    folder = draw(st.sampled_from(["", "src", f"{other.full}_{other.number}_assignsubmission_file_"]))
    name = name if moodle_name(name).strip(" .") else "x"
    return f"{folder}/{name}" if inside and folder else name


def messy(student: Student, mess: dict[str, list[str]]) -> Work:
    """The mess beside the one script."""
    files = written(student, f"{ASSIGNMENT}.py")
    for path, inner in mess.items():
        is_zip = path.endswith(".zip")
        files[path] = hand_ins.zipped(written(student, *inner)) if is_zip else _junk(student, path)
    return Work("mess", (files,), mark="any")


def _junk(student: Student, path: str) -> bytes:
    return hand_ins.content(student, 1, path)


def told_of_others(rows: Any, names: frozenset[str]) -> list[tuple[object, ...]]:
    """All that a plan says of everybody but the one with these names."""
    found = [
        (one.name, one.id, one.section, one.outcome, one.late, one.handed_in, sorted(one.marks))
        for one in seen(rows)
        if one.name not in names
    ]
    return sorted(found, key=repr)


@pytest.mark.parametrize("kind", LAYOUTS, ids=lambda kind: kind.name)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), seed=st.integers(0, 20), packed=st.booleans())
def test_nothing_that_one_adds_touches_another(
    kind: type[Layout], data: st.DataObject, seed: int, packed: bool
) -> None:
    """Whatever one student names, zips or adds: everybody else's row stays, and no row comes or goes."""
    layout = kind()
    people = random.Random(seed).sample([one for one in hand_ins.students(seed)[2:] if not one.loose], 4)
    messer, other = people[0], people[1]
    mess = data.draw(messes(other))
    clean = of(layout, [(one, script_of(one)) for one in people])
    dirty = of(layout, [(messer, messy(messer, mess)), *clean.pairs[1:]])
    with tempfile.TemporaryDirectory() as folder:
        way = "zip" if packed else "unpacked"
        before = planned(written_out(clean, way, Path(folder) / "clean"))
        after = planned(written_out(dirty, way, Path(folder) / "dirty"))
        mine = promised(layout, messer)
        assert len(after.rows) == len(before.rows) == 4
        assert told_of_others(after.rows, mine) == told_of_others(before.rows, mine)
        assert len(told_of_others(after.rows, mine)) == 3
        (own,) = (one for one in seen(after.rows) if one.name in mine)
        assert {mark.split(":")[0] for mark in own.marks} <= {messer.key}


def promised(layout: Layout, student: Student) -> frozenset[str]:
    """The names that a person may have in this layout."""
    (row,) = layout.expected(student, script_of(student))
    return row.names


@pytest.mark.parametrize("kind", LAYOUTS, ids=lambda kind: kind.name)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    paths=st.lists(st.sampled_from([f"{stem}{end}" for stem in "abc" for end in SUFFIXES[:8]]), unique=True)
)
def test_every_file_is_once_in_the_plan(kind: type[Layout], paths: list[str]) -> None:
    """Counted, or aside, or named in the row as what could not be decided; and never twice."""
    layout = kind()
    people = hand_ins.students(3)[12:16]
    extra = {
        f"extra-{path}": hand_ins.content(people[0], 1, path) for path in paths if not path.endswith("zip")
    }
    work = Work("extra", (written(people[0], f"{ASSIGNMENT}.py") | extra,), mark="any")
    made = of(layout, [(people[0], work), *((one, script_of(one)) for one in people[1:])])
    with tempfile.TemporaryDirectory() as folder:
        result = planned(made.unpack(Path(folder)))
        aside = [Path(name).name for names in result.aside.values() for name in names]
        counted = [mark for one in seen(result.rows) for mark in one.marks]
    for path in extra:
        told = sum(name.endswith((path, f"Copy of {path}")) or _renumbered(path) in name for name in aside)
        assert told + (f"{people[0].key}:1:{path}" in counted) == 1, (path, aside, counted)
    assert sorted(mark.split(":")[0] for mark in counted) == sorted(one.key for one in people)


def _renumbered(path: str) -> str:
    stem, dot, end = path.rpartition(".")
    return f"{stem} (1){dot}{end}"


def test_numbers_of_people_part(tmp_path: Path) -> None:
    """The generator itself: no two people of a class share a number, or a test above would prove nothing."""
    numbers = [one.number for one in hand_ins.students(1)]
    assert all(one < two for one, two in pairwise(numbers))
