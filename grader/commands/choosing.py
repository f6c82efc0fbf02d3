"""Ask a student which of several assignments is meant: on a terminal, and nowhere else."""

from __future__ import annotations

import sys

from grader.commands.output import Output
from grader.errors import UsageError
from grader.student.which_assignment import Choice, Choose
from grader.words.messages import code_list, say


def asked_on(output: Output) -> Choose:
    """Who asks there; without a terminal, a UsageError says what to type."""

    def choose(choice: Choice) -> str:
        if not (output.console.is_terminal and sys.stdin.isatty()):
            raise _unasked(choice)
        output.tell(choice.about)
        for number, name in enumerate(choice.assignments, start=1):
            output.console.print(f"  {number}  {name}", highlight=False)
        return _answer(choice, output)

    return choose


def _answer(choice: Choice, output: Output) -> str:
    output.tell(say("Which one do you mean? Type its number or its name."))
    while True:
        try:
            typed = output.console.input("> ").strip()
        except EOFError:
            raise _unasked(choice) from None
        if typed in choice.assignments:
            return typed
        if typed.isdecimal() and 0 < int(typed) <= len(choice.assignments):
            return choice.assignments[int(typed) - 1]
        output.tell(say("Type a number from 1 to {last}, or a name.", last=len(choice.assignments)))


def _unasked(choice: Choice) -> UsageError:
    return UsageError(
        choice.about + say("Type one of these: {commands}.", commands=code_list(choice.typed, "or"))
    )
