"""Beside a notebook's kernel: one question a line on standard input, one answer a line on standard output.

    python -m grader.student.host COURSE

A question holds the notebook's cells as text; they run in a sandbox, never here. Ends when the kernel does.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from grader.course.language import translator_for, untranslated
from grader.course.layout import Course, find_course
from grader.course.settings import read_settings
from grader.course.targets import Target, targets
from grader.errors import GraderError, UsageError
from grader.student.notebook_history import functions_defined
from grader.student.quick_start import CheckerSetup, begin
from grader.student.which_assignment import fitting, remember, remembered
from grader.words.messages import NOTHING, Code, Items, Message, Name, say
from grader.words.translation import Translator

if TYPE_CHECKING:
    from grader.student.checker import Checker

_LINE = '<p class="grader">{}</p>'
_ROW = '<p class="grader"><b>{}</b> {}</p>'


def main() -> None:
    """Answer until the kernel has gone."""
    # Whatever prints while checks are loaded must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        course = find_course(Path(sys.argv[1]))
        setup = CheckerSetup(course=course, assignments=read_settings(course).order)
        begin(setup, lambda checker: serve(checker, sys.stdin, answers))
    except GraderError as error:
        _send(answers, {"error": translator_for(Path(sys.argv[1]))(error.said)})


def serve(checker: Checker, questions: Iterable[str], answers: TextIO) -> None:
    """Answer questions in order; after the first, have the sandbox warm up while the student reads."""
    for number, line in enumerate(questions):
        _send(answers, _answered(checker, json.loads(line)))
        if number == 0:
            checker.warm_up()


def _answered(checker: Checker, asked: dict[str, Any]) -> dict[str, Any]:
    translate = Translator()
    try:
        translate = translator_for(checker.course.root, asked["language"])
        return answer(checker, asked, translate)
    except GraderError as error:
        return {"error": translate(error.said)}


def _send(answers: TextIO, said: dict[str, Any]) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


def answer(checker: Checker, asked: dict[str, Any], translate: Translator) -> dict[str, Any]:
    """What the notebook is to show. Raises UsageError for a name that is not known or not clear."""
    from grader.student.own_work import own_neighbours
    from grader.submission import Found

    cells: list[str] = asked["cells"]
    meant, remark = _meant(checker.course, asked, functions_defined(cells))
    assignment = meant[0].assignment
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        path = Path(folder) / asked["notebook"]
        path.write_text(_notebook(cells), encoding="utf-8")
        # What lies where the kernel runs, as a notebook's own imports find it.
        there = asked.get("folder")
        neighbours = own_neighbours(checker.course, Path(there), path) if there else ()
        found = Found(student="you", assignment=assignment, path=path, neighbours=neighbours)
        report = checker.check(found, [target.function for target in meant])
    return _shown(report, remark, translate)


def _shown(checked: Any, remark: Message, translate: Translator) -> dict[str, Any]:
    from markupsafe import Markup

    from grader.render import function, terminal
    from grader.render.in_words import in_words
    from grader.render.text import clean, of_points

    report = in_words(checked, translate)
    score = of_points(report.score, report.max_score) if report.score is not None else report.problem
    rows = [Markup(_ROW).format(report.assignment, clean(score))]
    # Without a score, the first of them is why, and stands there.
    unparsed = report.unparsed if report.score is not None else report.unparsed[1:]
    rows += [Markup(_LINE).format(clean(one.message)) for one in unparsed]
    rows += [Markup(function.render(report, item.name, translate)) for item in report.functions]
    rows += [Markup(_LINE).format(clean(note)) for note in report.notes]
    text = terminal.render(report, width=100, colour=False, translate=translate)
    if remark:
        rows.append(Markup(_LINE).format(translate(remark)))
        text += translate(remark) + "\n"
    for line in untranslated([translate]):
        rows.append(Markup(_LINE).format(translate(line)))
        text += translate(line) + "\n"
    return {
        "html": "".join(rows),
        "text": text,
        "score": report.score,
        "max_score": report.max_score,
    }


def _meant(course: Course, asked: dict[str, Any], defined: set[str]) -> tuple[list[Target], Message]:
    """The functions of one assignment that are to be checked, and what to say of that.

    Where a name is in several, the notebook's own name tells, or else what it defines beside that function,
    or else what was said before. Raises UsageError where nothing tells.
    """
    function, assignment = asked["function"], asked["assignment"]
    found = targets(course, function, assignment)
    names = list(dict.fromkeys(target.assignment for target in found))
    named = {function.rpartition(".")[2]} if function else defined
    remark = NOTHING
    if len(names) == 1:
        if assignment or function:
            remark = remember(course, names[0], named)
    else:
        stem = Path(asked["notebook"]).stem
        names = [stem] if stem in names else fitting(course, names, defined) or names
    if len(names) > 1:
        kept = remembered(course, names, named)
        if kept is None:
            raise UsageError(_unclear(function, names))
        names, remark = [kept], _as_before(kept)
    chosen = [target for target in found if target.assignment == names[0]]
    written = [target for target in chosen if target.function in defined]
    return written or chosen if function is None else chosen, remark


def _unclear(function: str | None, names: Sequence[str]) -> Message:
    first, *others = names
    return (
        say("The assignment of this notebook is not clear.")
        + say("Type {call}.", call=Code(_call(function, first)))
        + say("Or name another one: {names}.", names=Items(tuple(map(Name, others)), "or"))
        + say("After that, {call} is enough.", call=Code(_call(function)))
    )


def _call(function: str | None, assignment: str | None = None) -> str:
    arguments = [json.dumps(function)] if function else []
    arguments += [f"assignment={json.dumps(assignment)}"] if assignment else []
    return f"grader.check({', '.join(arguments)})"


def _as_before(assignment: str) -> Message:
    taken = say("This notebook is taken for {assignment}, as before.", assignment=Name(assignment))
    return taken + say("For another one, add {option}.", option=Code('assignment="…"'))


def _notebook(cells: list[str]) -> str:
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


if __name__ == "__main__":
    main()
