"""`grader watch`: one function at a time, checked again whenever its file is saved.

    events (saves, keys) ─► Watch ─► checker.check ─► tally ─► a page

Nothing here knows a terminal or a clock: events come from an iterator, pages go to a screen. It never goes on
by itself: a function that has all its points stays until the student asks for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from grader.course.hints import STEPS, hints_for
from grader.course.layout import Course
from grader.course.settings import CourseSettings
from grader.course.targets import Target, targets
from grader.errors import SubmissionError, UsageError
from grader.grading.reading import read_found
from grader.model import Report
from grader.render.in_words import in_words
from grader.student.checker import Checker
from grader.student.events import Event, Pressed, Saved
from grader.student.own_work import said_first
from grader.student.progress import Progress
from grader.student.reset import reset
from grader.student.screen import FunctionPage, Screen, list_page, question_page, work_page
from grader.student.source import place, reference_text
from grader.student.tally import Tally
from grader.words.messages import NOTHING, Code, InFile, Message, Name, say


class Events(Protocol):
    """Where saves and keys come from."""

    def __iter__(self) -> Iterator[Event]:
        """Events as they come."""
        ...

    def paused(self) -> AbstractContextManager[None]:
        """While a check runs: keys pressed meanwhile are forgotten, saves are kept."""
        ...


class Watch:
    """A student's evening: what is being worked on, and what is known so far."""

    def __init__(
        self,
        checker: Checker,
        course: Course,
        settings: CourseSettings,
        screen: Screen,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.checker = checker
        self.course = course
        self.settings = settings
        self.screen = screen
        self.now = now
        self.progress = Progress(course)
        self.tally = Tally(targets(course))
        self.current = self.tally.targets[0]
        self._paused: Callable[[], AbstractContextManager[None]] = nullcontext
        self._report: Report | None = None
        self._checked = ""
        # Which of several files was read.
        self._first = NOTHING
        self._remark = NOTHING
        # What the next key answers; None where keys have their usual meaning.
        self._answering: Callable[[str], None] | None = None
        self._leaving = False

    def run(self, events: Events, start: Target | None = None, remark: Message = NOTHING) -> None:
        """Until the student quits, events end, or nothing can be shown any more. remark: to say at first."""
        self._paused = events.paused
        self._begin(start)
        self._remark = remark
        self._show()
        if not self.screen.visible():
            return
        self.checker.warm_up()
        for event in events:
            self._take(event)
            if self._leaving or not self.screen.visible():
                return

    def _begin(self, start: Target | None) -> None:
        """Start where it was said; else where the last evening ended, or at the first that is not done."""
        self._go(start if start in self.tally.targets else self._unfinished())

    def _unfinished(self) -> Target:
        last = self.progress.current
        if last in self.tally.targets:
            self._check_assignment(last.assignment)
            if not self.tally.done(last):
                return last
        for assignment in self.tally.assignments():
            if self.tally.of(self.tally.within(assignment)[0]) is None:
                self._check_assignment(assignment)
            unfinished = [target for target in self.tally.within(assignment) if not self.tally.done(target)]
            if unfinished:
                return unfinished[0]
        return self.tally.targets[-1]

    def leave(self) -> None:
        """End at the next event, or now."""
        self._leaving = True

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, event: Event) -> None:
        if isinstance(event, Saved):
            self._saved()
        elif self._answering is not None:
            self._answering(event.key)
        else:
            self._press(event)

    def _saved(self) -> None:
        """Only what the current function's check reads counts, and only where it is not what was checked.

        Which file that is may have changed: it may have gone, or have another name now.
        """
        if self._digest() != self._checked:
            self._answering = None
            self._check_current()
            self._show()

    def _press(self, event: Pressed) -> None:
        actions = {
            "n": self._next,
            "h": self._hint,
            "l": self._list,
            "c": self._check_all,
            "x": self._ask_reset,
        }
        if event.key == "q":
            self.leave()
        elif event.key in actions:
            actions[event.key]()

    # ── checking ─────────────────────────────────────────────────────────────────────────────────────────

    def _check_current(self) -> None:
        self._remark = NOTHING
        self._checked = self._digest()
        self._report = self._check(self.current.assignment, [self.current.function])

    def _check_assignment(self, assignment: str) -> None:
        self.screen.add(say("Checking {assignment} …", assignment=Name(assignment)))
        self._check(assignment, ())

    def _check(self, assignment: str, functions: Collection[str]) -> Report:
        # Over before its page is shown: what is pressed at that page counts.
        found, self._first = said_first(self.checker.own(assignment))
        with self._paused():
            checked = self.checker.check(found, functions)
        report = in_words(checked, self.screen.translate)
        self.tally.note(report)
        return report

    def _digest(self) -> str:
        """Of all that a check reads: the file that is being worked in, and what it needs beside it.

        Of a file that cannot be read, why: a check says so, too.
        """
        found = self.checker.own(self.current.assignment)
        try:
            _, source = read_found(found, self.course)
        except SubmissionError as error:
            return f"{found.path.name} {error}"
        return f"{found.path.name} {source.sha256}"

    def _file(self) -> Path:
        return self.checker.own(self.current.assignment).path

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────

    def _go(self, target: Target) -> None:
        if self.tally.of(target) is None:
            self._check_assignment(target.assignment)
        self.current = target
        self.progress.work_on(target)
        self._check_current()

    def _next(self) -> None:
        following = self.tally.next_after(self.current)
        # What was never checked may be done already.
        while following is not None and self.tally.of(following) is None:
            self._check_assignment(following.assignment)
            if self.tally.of(following) is None:
                break  # it cannot be checked; its page says why
            following = self.tally.next_after(self.current)
        if following is None or following == self.current:
            only = say("This is the only function that is left.")
            self._remark = only if following else say("Everything is done.")
        else:
            self._go(following)
        self._show()

    def _hint(self) -> None:
        if self.tally.done(self.current):
            self._remark = say("{function} is done. It needs no hint.", function=Code(self.current.function))
        else:
            self._next_hint()
        self._show()

    def _next_hint(self) -> None:
        seen = self.progress.hints(self.current)
        try:
            known = hints_for(self.course, self.current)
        except UsageError as error:
            self._remark = error.said
        else:
            self._remark = NOTHING if seen < len(known) else say("There are no more hints.")
            self.progress.hint_shown(self.current, min(seen + 1, STEPS))
            if seen + 1 == STEPS:
                # The last hint goes on to the edit that makes it right, which the report shows from now on.
                remark = self._remark
                self._check_current()
                self._remark = remark

    def _check_all(self) -> None:
        for assignment in self.tally.assignments():
            self._check_assignment(assignment)
        self._list()

    def _list(self) -> None:
        self._choose(self.current)

    def _choose(self, chosen: Target) -> None:
        self._answering = lambda key: self._in_list(key, chosen)
        self.screen.show(list_page(self.tally, chosen, self.screen.height, self.screen.translate))

    def _in_list(self, key: str, chosen: Target) -> None:
        steps = {"up": -1, "k": -1, "down": 1, "j": 1}
        if key == "q":
            self.leave()
        elif key in steps:
            place = self.tally.targets.index(chosen) + steps[key]
            self._choose(self.tally.targets[place % len(self.tally.targets)])
        elif key in ("enter", "l"):
            self._answering = None
            if key == "enter":
                self._go(chosen)
            self._show()

    def _ask_reset(self) -> None:
        self._answering = self._reset_answer
        question = say(
            "Put {function} back as it was handed out? Your file is kept in a copy.",
            function=Code(self.current.function),
        )
        self.screen.show(question_page(question, self.screen.translate))

    def _reset_answer(self, key: str) -> None:
        self._answering = None
        if key == "y":
            assignment = self.course.assignment(self.current.assignment)
            try:
                kept = reset(self.course, assignment, self.current.function, self.now(), self._file())
            except UsageError as error:
                self._remark = error.said
            else:
                self._check_current()
                place = InFile(str(kept.relative_to(self.course.root)))
                self._remark = say("Your file as it was is in {file}.", file=place)
        self._show()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        self.screen.show(work_page(self._work(), self.tally, self.screen.translate))

    def _work(self) -> FunctionPage:
        target = self.current
        work = FunctionPage(
            target=target,
            report=self._report,
            file=self._file(),
            line=place(self._file(), target.function),
            hints=(),
            reference=None,
            what_next=NOTHING,
            remark=self._remark,
            first=self._first,
        )
        seen = self.progress.hints(target)
        if self.tally.done(target):
            return replace(work, reference=self._reference(), what_next=self._what_next())
        try:
            return replace(work, hints=hints_for(self.course, target)[:seen] if seen else ())
        except UsageError:
            return work  # the course has none any more; `h` says so

    def _what_next(self) -> Message:
        following = self.tally.next_after(self.current)
        if following is None:
            return say("That was the last function. Everything is done.")
        # What was never checked may be done already; `n` finds out.
        if self.tally.of(following) is None:
            return say("Press n to go on.")
        return say("Press n to go on to {function}.", function=Name(str(following)))

    def _reference(self) -> str | None:
        """The course's own way, for a student who has all points, where the instructor allows it."""
        if not self.settings.show_reference:
            return None
        return reference_text(self.course.assignment(self.current.assignment), self.current.function)
