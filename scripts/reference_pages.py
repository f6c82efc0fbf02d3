"""docs/commands.md and docs/report-json.md, made from the program: `make reference`.

python scripts/reference_pages.py            write them
python scripts/reference_pages.py --check    exit 1 where one is not what would be written
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from grader import cli, plugin

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SCHEMA = ROOT / "grader" / "render" / "report.schema.json"

COMMANDS_HEAD = """# Commands

This page is made from the program by `make reference`. `grader COMMAND --help` says the same. [Exit
codes](exit-codes.md) says what each command ends with.
"""
PYTEST_HEAD = """## `pytest --submission`

    pytest autograde_tests --submission PATH [options]

These options come with the grader's plugin. pytest's own options stay.
"""
REPORT_HEAD = """# `report.json`

This page is made from the schema by `make reference`. The schema is `grader/render/report.schema.json`. The
tests hold every report to it.

{description}
"""


def commands_page() -> str:
    """Every command, its arguments and its options, in the order of `grader --help`."""
    listed = [(f"grader {one.name}", one.options) for one in cli.COMMANDS]
    listed += [(f"grader nbgrader {one.name}", one.options) for one in cli.NBGRADER_COMMANDS]
    links = [f"- [`{name}`](#{_anchor(name)}): {options.__doc__}" for name, options in listed]
    lines = [COMMANDS_HEAD, *links, "- [`pytest --submission`](#pytest---submission)", ""]
    for name, options in listed:
        lines += _section(name, options)
    return _tidy([*lines, PYTEST_HEAD, *_pytest_options()])


def report_page() -> str:
    """Every object of the schema as a table of its fields."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    lines = [REPORT_HEAD.format(description=schema["description"]), "## The report", "", *_fields(schema)]
    for name, kind in schema["$defs"].items():
        lines += ["", f"## `{name}`", "", kind["description"], "", *_fields(kind)]
    return _tidy(lines)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


def _section(name: str, options: type) -> Iterator[str]:
    """A command: how it is called, what it is for, and a table of what it takes."""
    types = get_type_hints(options, include_extras=True)
    found = [(field, *get_args(types[field.name])) for field in cli.in_order(options)]
    arguments = [one for one in found if isinstance(one[2], ArgumentInfo)]
    flags = [one for one in found if isinstance(one[2], OptionInfo)]
    names = [_argument(field, kind) for field, kind, _ in arguments]
    yield from (
        f"## `{name}`",
        "",
        f"    {' '.join([name, *names, '[options]'])}",
        "",
        options.__doc__ or "",
        "",
    )
    rows = [(called, _said(one)) for called, one in zip(names, arguments, strict=True)]
    rows += [(_option(kind, info), _said((field, kind, info))) for field, kind, info in flags]
    yield from (*_table(("argument or option", ""), rows), "")


# A field of a command's options, its type, and what typer is told of it.
_Field = tuple[dataclasses.Field[Any], Any, Any]


def _argument(field: dataclasses.Field[Any], kind: object) -> str:
    name = f"{field.name.upper()}{'...' if 'list' in str(kind) else ''}"
    return name if field.default is dataclasses.MISSING else f"[{name}]"


def _option(kind: object, info: OptionInfo) -> str:
    # In an annotation, typer takes the first name for a default.
    given = (info.default, *(info.param_decls or ()))
    names = ", ".join(one for one in given if isinstance(one, str))
    return names if kind is bool else f"{names} {_value(kind)}"


def _value(kind: object) -> str:
    """What a value is, as a usage line has it."""
    kinds = {"Path": "PATH", "int": "N", "float": "PERCENT"}
    return next((shown for name, shown in kinds.items() if name in str(kind)), "TEXT")


def _said(one: _Field) -> str:
    """Its help, and its default where that says something."""
    field, _, info = one
    says_nothing = field.default in (dataclasses.MISSING, None, False, Path())
    return info.help if says_nothing else f"{info.help} Default: `{field.default}`."


def _pytest_options() -> Iterator[str]:
    """What the plugin adds to pytest."""
    asked = _Asked()
    plugin.pytest_addoption(asked)  # type: ignore[arg-type]  # the one method that it calls
    rows = [(_of_pytest(name, given), given.get("help", "")) for name, given in asked.options]
    yield from _table(("option", ""), rows)


def _of_pytest(name: str, given: Mapping[str, Any]) -> str:
    if given.get("action") == "store_true":
        return name
    value = given.get("metavar") or ("|".join(given["choices"]) if "choices" in given else "")
    kinds = {int: "N", Path: "PATH"}
    return f"{name} {value or kinds.get(given.get('type', str), 'TEXT')}"


class _Asked:
    """Hears which options a plugin adds, in place of pytest's parser."""

    def __init__(self) -> None:
        self.options: list[tuple[str, Mapping[str, Any]]] = []

    def getgroup(self, name: str, description: str = "") -> _Asked:
        return self

    def addoption(self, name: str, **given: Any) -> None:
        self.options.append((name, given))


# ── the schema ───────────────────────────────────────────────────────────────────────────────────────────


def _fields(kind: Mapping[str, Any]) -> Iterator[str]:
    """A table of an object's fields; of another kind, what it may be."""
    if "properties" not in kind:
        yield f"It is {_kind(kind)}."
        return
    rows = [
        (f"`{name}`", _kind(field), f"{field.get('description', '')}{_values(field)}")
        for name, field in kind["properties"].items()
    ]
    yield from _table(("field", "kind", ""), rows)


def _kind(field: Mapping[str, Any]) -> str:
    """What a value is, in a few words; an object with fields of its own is named by them."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[`{name}`](#{_anchor(name)})"
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return "text" if all(isinstance(one, str) for one in field["enum"]) else "text or null"
    if "oneOf" in field:
        return ", or ".join(map(_kind, field["oneOf"]))
    kinds = field.get("type", "object")
    return " or ".join(_named(one, field) for one in ([kinds] if isinstance(kinds, str) else kinds))


def _named(kind: str, field: Mapping[str, Any]) -> str:
    if kind == "array":
        return f"list of {_kind(field['items'])}"
    if kind == "object" and "properties" in field:
        return "object with " + ", ".join(f"`{name}`" for name in field["properties"])
    return {"string": "text", "boolean": "true or false"}.get(kind, kind)


def _values(field: Mapping[str, Any]) -> str:
    found = [f"`{one}`" for one in field.get("enum", ()) if isinstance(one, str)]
    return f" One of {', '.join(found)}." if found else ""


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        cells = [row[0] if row[0].startswith("`") else f"`{row[0]}`", *row[1:]]
        yield f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in cells)} |"


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _tidy(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip() + "\n"


# By file of docs/, what writes it.
PAGES = {"commands.md": commands_page, "report-json.md": report_page}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or name those that are not as they would be written; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    stale = [name for name, make in PAGES.items() if not _holds(DOCS / name, make())]
    for name in stale:
        if check:
            print(f"docs/{name} is not what the program says: run `make reference`", file=sys.stderr)
        else:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return int(check and bool(stale))


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
