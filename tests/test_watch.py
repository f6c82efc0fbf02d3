"""`grader watch`: a student's evening, played by a generator that saves, presses keys and reads the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from helpers.evening import Pages, Script
from helpers.student_course import NAME, at_checker, copy_course, write
from rich.console import Console

from grader.course.layout import Course
from grader.course.settings import read_settings
from grader.course.targets import Target
from grader.student.checker import Checker
from grader.student.events import Event, Pressed, Saved
from grader.student.progress import Progress
from grader.student.screen import list_page
from grader.student.tally import Tally
from grader.student.watch import Watch
from grader.words.messages import Name, say
from grader.words.translation import Translator

SUM = "return ((t_p - t_c) ** 2).sum()"
RIGHT = "return ((t_p - t_c) ** 2).mean()"


def play(
    course: Course,
    student: Callable[[Pages, Watch], Iterator[Event]],
    start: str,
    *others: str,
    device: str = "cpu",
) -> Pages:
    """An evening that starts at a function of gradient_descent; returns its pages.

    device: the CPU alone, but where all that a student has by default is to be seen.
    """

    def use(checker: Checker) -> Pages:
        pages = Pages()
        watch = Watch(
            checker, course, read_settings(course), pages, now=lambda: datetime(2026, 11, 20, 21, 5)
        )
        watch.run(Script(student(pages, watch)), Target(NAME, start))
        return pages

    return at_checker(course, use, NAME, *others, device=device)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return copy_course(tmp_path)


def test_an_evening(course: Course) -> None:
    """Saves are checked, nothing goes on by itself, and n goes to the next function that is not done."""
    work = course.assignment(NAME).exercise
    handed_out = work.read_text(encoding="utf-8")

    def save(name: str, body: str) -> Saved:
        work.write_text(handed_out, encoding="utf-8")
        write(work, name, body)
        return Saved(work)

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "0 of 13 functions" in pages.last and "not written yet" in pages.last
        assert f"{NAME}.py:" in pages.last, "the place is shown, to be clicked on"
        yield save("loss_fn", SUM)
        assert "needs work" in pages.last and "call      loss_fn(" in pages.last
        shown = len(pages.seen)
        yield Saved(work)
        assert len(pages.seen) == shown, "what was checked already is not checked again"
        yield Saved(work.with_name("autograd.py"))
        yield Saved(work.with_name(f"{NAME}.txt"))
        assert len(pages.seen) == shown, "another file does not trigger"
        yield save("loss_fn", RIGHT)
        assert "loss_fn is right: 2 / 2" in pages.last and "1 of 13 functions" in pages.last
        assert "Press n to go on to gradient_descent.numerical_grad_fn" in pages.last
        assert watch.current.function == "loss_fn", "it never goes on by itself"
        yield Pressed("n")
        assert watch.current.function == "numerical_grad_fn"
        yield Pressed("z")
        yield Pressed("q")
        raise AssertionError("q ends the evening")

    play(course, student, "loss_fn", device="auto")
    assert Progress(course).current == Target(NAME, "numerical_grad_fn")


def test_what_is_taken_for_granted_is_said(course: Course) -> None:
    """The first page has a remark on which assignment was meant; the next one has not."""

    def use(checker: Checker) -> Pages:
        pages = Pages()
        remark = say("{name} is the one of {name}.", name=Name(NAME))
        events = Script(iter([Pressed("l"), Pressed("enter"), Pressed("q")]))
        Watch(checker, course, read_settings(course), pages).run(events, Target(NAME, "model"), remark)
        return pages

    pages = at_checker(course, use, NAME, device="cpu")
    assert f"{NAME} is the one of {NAME}." in pages.seen[0] and "is the one of" not in pages.last


def test_a_file_that_is_renamed_is_taken_up(course: Course) -> None:
    """The page says that the file has gone; under its new name it is checked on."""
    work = course.assignment(NAME).exercise
    write(work, "loss_fn", RIGHT)
    kept, renamed = work.read_text(encoding="utf-8"), work.with_name("my loops, final.py")

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "loss_fn is right: 2 / 2" in pages.last
        for path in (work, work.with_suffix(".ipynb")):
            path.unlink()
        yield Saved(work)
        assert f"exercises/{NAME}.py is not there." in " ".join(pages.last.split())
        renamed.write_text(kept, encoding="utf-8")
        yield Saved(renamed)
        assert "loss_fn is right: 2 / 2" in pages.last
        renamed.write_text(kept.replace(RIGHT, SUM), encoding="utf-8")
        yield Saved(renamed)
        assert "needs work" in pages.last and renamed.name in pages.last

    play(course, student, "loss_fn")


def test_a_module_beside_is_seen(course: Course) -> None:
    """What the work imports is checked when it is saved; what it does not is left alone."""
    work = course.assignment(NAME).exercise
    work.write_text(work.read_text(encoding="utf-8") + "\nfrom mine import loss_fn\n", encoding="utf-8")
    mine, other = work.with_name("mine.py"), work.with_name("other.py")
    mine.write_text(f"def loss_fn(t_p, t_c):\n    {SUM}\n", encoding="utf-8")

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "needs work" in pages.last
        other.write_text("x = 1\n", encoding="utf-8")
        shown = len(pages.seen)
        yield Saved(other)
        assert len(pages.seen) == shown
        mine.write_text(f"def loss_fn(t_p, t_c):\n    {RIGHT}\n", encoding="utf-8")
        yield Saved(mine)
        assert "loss_fn is right: 2 / 2" in pages.last

    play(course, student, "loss_fn")


def test_hints_come_one_by_one(course: Course) -> None:
    """Each h shows one hint more, up to three; they are remembered until the function is done."""
    work = course.assignment(NAME).exercise

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        for number in (1, 2, 3):
            assert f"Hint {number} of 3" not in pages.last
            yield Pressed("h")
            assert f"Hint {number} of 3" in pages.last
        yield Pressed("h")
        assert "no more hints" in pages.last
        write(work, "loss_fn", SUM)
        yield Saved(work)
        assert "Hint 3 of 3" in pages.last and "no more" not in pages.last
        work.write_text(work.read_text().replace(SUM, RIGHT))
        yield Saved(work)
        assert "Hint" not in pages.last

    play(course, student, "loss_fn")
    assert Progress(course).hints(Target(NAME, "loss_fn")) == 3


def test_reset_asks_and_keeps_a_copy(course: Course) -> None:
    """x puts the function back as it was handed out, after a y, and keeps the file as it was."""
    work = course.assignment(NAME).exercise
    handed_out = work.read_text(encoding="utf-8")
    write(work, "loss_fn", SUM)
    mine = work.read_text(encoding="utf-8")

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        yield Pressed("x")
        assert "Put `loss_fn` back" in pages.last
        yield Pressed("n")
        assert work.read_text(encoding="utf-8") == mine, "any other key leaves it"
        assert watch.current.function == "loss_fn", "and means nothing else"
        yield Pressed("x")
        yield Pressed("y")
        assert "not written yet" in pages.last
        assert f"exercises/.backup/{NAME}-20261120-210500.py" in pages.last

    play(course, student, "loss_fn")
    assert work.read_text(encoding="utf-8") == handed_out
    kept = work.parent / ".backup" / f"{NAME}-20261120-210500.py"
    assert kept.read_text(encoding="utf-8") == mine


def test_list_and_check_all(tmp_path: Path) -> None:
    """c checks every assignment; in the list, a function can be chosen and gone to."""
    course = copy_course(tmp_path, NAME, "autograd")

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        yield Pressed("l")
        assert "▸  ○  loss_fn" in pages.last and "autograd" in pages.last
        yield Pressed("up")
        yield Pressed("up")
        assert "▸  ·  training_loop         not checked yet" in pages.last
        yield Pressed("l")
        assert watch.current.function == "loss_fn", "l goes back to where one was"
        yield Pressed("c")
        assert len(watch.tally.targets) > 15
        assert all(watch.tally.of(target) for target in watch.tally.targets)
        yield Pressed("down")
        yield Pressed("enter")
        assert watch.current == Target(NAME, "numerical_grad_fn")
        assert "numerical_grad_fn" in pages.last and "n next" in pages.last

    play(course, student, "loss_fn", "autograd")


@pytest.mark.parametrize("shows", [True, False])
def test_the_reference_is_shown_to_whom_it_may(course: Course, shows: bool) -> None:
    """The course's own way is shown after all points, and only where the instructor allows it."""
    (course.root / "course.toml").write_text(f"[students]\nshow_reference = {str(shows).lower()}\n")
    work = course.assignment(NAME).exercise

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "squared_diffs" not in pages.last
        write(work, "loss_fn", SUM)
        yield Saved(work)
        assert "loss_fn is right" not in pages.last
        assert "squared_diffs" not in pages.last, "not before all points"
        work.write_text(work.read_text().replace(SUM, RIGHT))
        yield Saved(work)
        assert "loss_fn is right: 2 / 2" in pages.last
        assert ("squared_diffs = (t_p - t_c) ** 2" in pages.last) is shows
        assert "BEGIN SOLUTION" not in pages.last

    play(course, student, "loss_fn")


def test_a_file_that_does_not_parse(course: Course) -> None:
    """A slip of the pen is told with its line, and the next save is checked as ever."""
    work = course.assignment(NAME).exercise

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        whole = work.read_text(encoding="utf-8")
        write(work, "loss_fn", "return ((t_p - t_c ** 2).mean()")
        yield Saved(work)
        assert "SyntaxError" in pages.last
        work.write_text("", encoding="utf-8")
        yield Saved(work)
        assert "is empty" in pages.last
        work.write_text(whole, encoding="utf-8")
        write(work, "loss_fn", RIGHT)
        yield Saved(work)
        assert "loss_fn is right" in pages.last
        text = work.read_text(encoding="utf-8")
        work.write_text(text.replace("def dloss_fn(t_p, t_c):", "def dloss_fn(t_p, t_c:"), encoding="utf-8")
        yield Saved(work)
        assert "SyntaxError" in pages.last and "Correct this first." in pages.last
        assert "✓" not in pages.last and "Press n" not in pages.last

    play(course, student, "loss_fn")


def test_without_a_name_it_starts_where_work_is_left(course: Course) -> None:
    """The first evening starts at the first function that is not done; the next where the last one ended."""
    write(course.assignment(NAME).exercise, "model", "return w * t_u + b")

    def use(checker: Checker) -> list[str]:
        starts = []
        for _ in range(2):
            watch = Watch(checker, course, read_settings(course), Pages())
            watch.run(Script(iter([Pressed("n")])))
            starts.append(watch.current.function)
        return starts

    assert at_checker(course, use, device="cpu") == ["numerical_grad_fn", "dloss_fn"]


def test_where_the_last_evening_ended_is_done(course: Course) -> None:
    """Then it starts at the first function that is not; who names one that is done goes there."""
    for name, body in (("model", "return w * t_u + b"), ("loss_fn", RIGHT)):
        write(course.assignment(NAME).exercise, name, body)
    Progress(course).work_on(Target(NAME, "loss_fn"))

    def use(checker: Checker) -> list[str]:
        starts = []
        for start in (None, Target(NAME, "loss_fn")):
            watch = Watch(checker, course, read_settings(course), Pages())
            watch.run(Script(iter(())), start)
            starts.append(watch.current.function)
        return starts

    assert at_checker(course, use, device="cpu") == ["numerical_grad_fn", "loss_fn"]


def test_no_hint_for_what_is_done(course: Course) -> None:
    """h says that the function is done, and counts nothing."""
    write(course.assignment(NAME).exercise, "loss_fn", RIGHT)

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        yield Pressed("h")
        assert "`loss_fn` is done. It needs no hint." in pages.last and "Hint" not in pages.last

    play(course, student, "loss_fn")
    assert Progress(course).hints(Target(NAME, "loss_fn")) == 0


def test_a_named_notebook_is_watched(course: Course) -> None:
    """Its report is shown, and a reset puts its function back; the script stays as it is."""
    script = course.assignment(NAME).exercise
    write(script, "loss_fn", RIGHT)
    mine = script.read_text(encoding="utf-8")
    notebook = script.with_suffix(".ipynb")
    text = notebook.read_text(encoding="utf-8").replace("    raise NotImplementedError", "    return 12345")
    notebook.write_text(text, encoding="utf-8")

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert f"You changed {NAME}.ipynb and {NAME}.py." in " ".join(pages.last.split())
        assert "needs work" in pages.last
        yield Pressed("x")
        yield Pressed("y")
        assert "not written yet" in pages.last and script.read_text(encoding="utf-8") == mine

    def use(checker: Checker) -> None:
        pages = Pages()
        checker.named[NAME] = notebook
        watch = Watch(checker, course, read_settings(course), pages)
        watch.run(Script(student(pages, watch)), Target(NAME, "loss_fn"))

    at_checker(course, use, device="cpu")


def test_a_long_list_on_a_small_screen() -> None:
    """The chosen function is in sight, whatever the screen's height, and the page is no longer than that."""
    targets = [Target("long", f"function_{number}") for number in range(30)]
    tally = Tally([*targets, Target("other", "f")])
    for number in (0, 14, 29):
        paper = Console(file=StringIO(), width=80, force_terminal=False)
        paper.print(list_page(tally, targets[number], 24, Translator()))
        lines = paper.file.getvalue().splitlines()  # type: ignore[attr-defined]
        assert len(lines) <= 24
        assert any(line.startswith("▸") and f"function_{number} " in line for line in lines)


def test_n_passes_by_what_is_done_already(tmp_path: Path) -> None:
    """What was not checked yet may be right: n checks it, and goes on from there."""
    course = copy_course(tmp_path, NAME, "autograd")
    for name in (NAME, "autograd"):
        right = course.assignment(name).solution_cell().text
        course.assignment(name).exercise.write_text(right, encoding="utf-8")
    work = course.assignment("autograd").exercise
    work.write_text(
        work.read_text(encoding="utf-8") + "\n\ndef zero_grad(params):\n    pass\n", encoding="utf-8"
    )

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "loss_fn is right" in pages.last
        assert "Press n to go on." in pages.last
        yield Pressed("n")
        assert watch.current == Target("autograd", "zero_grad")

    play(course, student, "loss_fn", "autograd")


def test_hints_that_the_course_has_no_more(course: Course) -> None:
    """They were counted by an older kit: the evening goes on without them."""
    Progress(course).hint_shown(Target(NAME, "loss_fn"), 1)
    for path in course.root.rglob("hints/*.md"):
        path.unlink()

    def student(pages: Pages, watch: Watch) -> Iterator[Event]:
        assert "not written yet" in pages.last
        yield Pressed("h")
        assert "There are no hints" in pages.last

    play(course, student, "loss_fn")


def test_two_terminals_count_hints_together(course: Course) -> None:
    """`grader hint` beside `grader watch`: neither writes over what the other remembers."""
    watch, hint = Progress(course), Progress(course)
    hint.hint_shown(Target(NAME, "loss_fn"), 2)
    watch.work_on(Target(NAME, "model"))
    watch.hint_shown(Target(NAME, "model"), 1)
    kept = Progress(course)
    assert (kept.hints(Target(NAME, "loss_fn")), kept.hints(Target(NAME, "model"))) == (2, 1)
    assert kept.current == Target(NAME, "model")
