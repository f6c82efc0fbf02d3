"""solutions/equivalent_mutants.toml: slips that change nothing a check could see, each with the reason.

    [[gradient_descent.has_diverged]]
    was = 'return bool(not torch.isfinite(last) or last > losses[0])'
    becomes = 'return not torch.isfinite(last) or last > losses[0]'
    reason = "A tensor of no dimensions that holds True is as right as True."

    [[tensors.identity]]
    insertion = "answers nothing below 0"
    sentence = "The n×n identity matrix: a float32 tensor (n, n)."

`at = 2` tells the second of two such changes in one function; `devices = ["cpu"]` says that on any other
device a check does see it. An insertion, or nonsense, names the sentence of the exercise that leaves it free:
the exercise must say it, word for word. An entry that no mutant answers to, or that is not true, is an error.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.authoring.mutants import Key
from grader.errors import CourseError
from grader.words.messages import NOTHING, Code, Heard, InFile, Message, code_list, say

FILE = Path("solutions") / "equivalent_mutants.toml"
_SLIP = {"was": str, "becomes": str, "reason": str, "sentence": str, "at": int, "devices": list}
_BEHAVIOUR = {"sentence": str, "reason": str, "devices": list}
_KINDS = ("insertion", "nonsense")
# Fewer words than this are no sentence.
_WORDS = 3


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Why a mutant may live."""

    reason: str
    # Only on these; on all where empty.
    devices: tuple[str, ...] = ()
    # Of the exercise: what leaves it free.
    sentence: str = ""


def read_equivalents(root: Path) -> dict[Key, Equivalent]:
    """Every mutant that is listed as equivalent; nothing where there is no such file.

    Raises:
        CourseError: the file is no TOML, or an entry is incomplete or stands there twice.
    """
    path = root / FILE
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(
            say("{file} cannot be read: {error}", file=InFile(str(path)), error=Heard(str(error)))
        ) from None
    found: dict[Key, Equivalent] = {}
    for assignment, functions in tables.items():
        for function, entries in _table(functions, path, assignment).items():
            for entry in entries if isinstance(entries, list) else [entries]:
                key, listed = _entry(entry, path, assignment, function)
                if key in found:
                    raise CourseError(_twice(path, key))
                found[key] = listed
    return found


def _twice(path: Path, key: Key) -> Message:
    return say(
        "{file} lists the change of {was} in {function} twice. Delete one of the entries.",
        file=InFile(str(path)),
        was=Code(key.was or key.becomes),
        function=Code(f"{key.assignment}.{key.function}"),
    )


def _table(value: object, path: Path, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CourseError(
            say(
                "{file} must have a table {table}, got {value}.",
                file=InFile(str(path)),
                table=Code(f"[[{name}.<function>]]"),
                value=Code(f"{name} = {value!r}"),
            )
        )
    return value


def _entry(entry: object, path: Path, assignment: str, function: str) -> tuple[Key, Equivalent]:
    fields = _table(entry, path, f"{assignment}.{function}")
    kind = next((kind for kind in _KINDS if kind in fields), "slip")
    types = _SLIP if kind == "slip" else _BEHAVIOUR | {kind: str}
    needed = ("was", "becomes", "reason") if kind == "slip" else (kind, "sentence")
    wrong = [name for name, value in fields.items() if not isinstance(value, types.get(name, ()))]
    missing = [name for name in needed if not str(fields.get(name, "")).strip()]
    if wrong or missing:
        what = say("Missing or empty: {names}.", names=code_list(missing)) if missing else NOTHING
        raise CourseError(
            say(
                "{file} has an entry of {function} that cannot be used.",
                file=InFile(str(path)),
                function=Code(f"{assignment}.{function}"),
            )
            + (what or say("Wrong: {names}.", names=code_list(wrong)))
            + _expected(kind)
        )
    if kind == "slip":
        key = Key(assignment, function, fields["was"], fields["becomes"], fields.get("at", 1))
    else:
        key = Key(assignment, function, "", fields[kind], kind=kind)
    reason, sentence = (fields.get(name, "").strip() for name in ("reason", "sentence"))
    return key, Equivalent(reason, tuple(map(str, fields.get("devices", ()))), sentence)


def _expected(kind: str) -> Message:
    if kind == "slip":
        return say(
            "An entry needs texts `was`, `becomes` and `reason`. It may have a number `at` and a list "
            "`devices`."
        )
    return say(
        "An entry needs texts {kind} and `sentence`. It may have a text `reason` and a list `devices`.",
        kind=Code(kind),
    )


def is_said(sentence: str, exercise: str) -> bool:
    """Whether an exercise's text holds a sentence, however its lines are broken; a word or two are none."""
    wanted = " ".join(sentence.split())
    return len(wanted.split()) >= _WORDS and wanted in _running(exercise)


def _running(exercise: str) -> str:
    """The text without line breaks and without the marks of comments."""
    return " ".join(" ".join(line.strip().lstrip("#") for line in exercise.splitlines()).split())


def entry_text(key: Key) -> str:
    """A mutant as the file's entry, its reason or sentence still to be written."""
    if key.kind != "slip":
        table = f"[[{key.assignment}.{key.function}]]"
        return "\n".join([table, f"{key.kind} = {_literal(key.becomes)}", 'sentence = ""'])
    lines = [f"[[{key.assignment}.{key.function}]]", f"was = {_literal(key.was)}"]
    lines += [f"becomes = {_literal(key.becomes)}"]
    lines += [f"at = {key.at}"] if key.at > 1 else []
    return "\n".join([*lines, 'reason = ""'])


def _literal(text: str) -> str:
    """A TOML literal string: nothing in it needs escaping but its own quotes."""
    if "'" not in text and "\n" not in text:
        return f"'{text}'"
    if "'''" not in text:
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
