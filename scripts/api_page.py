"""docs/api.md from the docstrings of `grader.testing`: `make api`. The same code gives the same page.

python scripts/api_page.py            write it
python scripts/api_page.py --check    exit 1 where it is not what would be written
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import grader.testing

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# `grader.testing`

What a file in `autograde_tests/` imports. The fixtures `student` and `reference` are `Functions`, `cases` is
`Cases`, `device` is the name of the device under test: "cpu", "sim" or "cuda". This page is made from
docstrings by `make api`; [the tutorial](tutorial.md) shows how checks are written.

A demand that is not met raises `CheckFailure`, in words for the student. `FaultError` says that something is
wrong with the grader, the machine or the reference: it costs no points, and there is no score.
"""


def page() -> str:
    """The whole page."""
    names = grader.testing.__all__
    listed = [f"- [`{name}`](#{name.lower()}-{kind(name)})" for name in names]
    lines = [HEAD, *listed, "", *(line for name in names for line in section(name))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def kind(name: str) -> str:
    """What a name is, in one word: it also tells `Check` from `check` where an address ignores capitals."""
    value = getattr(grader.testing, name)
    return "class" if inspect.isclass(value) else "function" if inspect.isroutine(value) else "type"


def section(name: str) -> Iterator[str]:
    """One public name: how it is called, what it says of itself, and for a class its fields and methods."""
    value = getattr(grader.testing, name)
    yield from (f"## `{name}` {kind(name)}", "")
    if kind(name) == "type":
        yield from (code(f"{name} = {plain(value)}"), "", TYPES[name], "")
        return
    if not inspect.isclass(value):
        yield from (code(name + shown(value)), "")
    yield from (docstring(value, name), "")
    if inspect.isclass(value):
        yield from (*fields(value), "")
        for method, function in methods(value):
            signature = code(f".{method}{shown(function)}" if method != "__call__" else shown(function))
            yield from (signature, "", docstring(function, f"{name}.{method}"), "")


# An alias has no docstring of its own.
TYPES = {
    "Answers": "What `answers` returns: for each call, what the student's did and what the reference's did."
}


class AsWritten(str):
    """An annotation, shown as the source has it: without quotes."""

    __repr__ = str.__str__


def methods(owner: type) -> list[tuple[str, object]]:
    """The public methods of a class, its bases' too, in the order in which the source has them."""
    found: dict[str, object] = {}
    for base in reversed(owner.__mro__):
        if base.__module__.startswith("grader."):
            found |= {
                name: value
                for name, value in vars(base).items()
                if inspect.isfunction(value) and (not name.startswith("_") or name == "__call__")
            }
    return list(found.items())


def shown(value: object) -> str:
    """A signature as the source has it, without `self`; a class has none: checks make no object of one."""
    if inspect.isclass(value):
        return ""
    signature = inspect.signature(value)  # type: ignore[arg-type]  # a function
    kept = [
        one.replace(annotation=AsWritten(one.annotation))
        for name, one in signature.parameters.items()
        if name != "self"
    ]
    returns = AsWritten(signature.return_annotation)
    return str(signature.replace(parameters=kept, return_annotation=returns))


def fields(owner: type) -> Iterator[str]:
    """The fields that a dataclass declares itself, each with the comment above it."""
    said: list[str] = []
    for line in inspect.getsource(owner).splitlines() if dataclasses.is_dataclass(owner) else ():
        if comment := re.fullmatch(r"    # (.*)", line):
            said.append(comment[1])
            continue
        if field := re.fullmatch(r"    ([a-z]\w*): (.*?)( = .*)?", line):
            yield f"- `{field[1]}: {field[2]}`" + (f"  {' '.join(said)}" if said else "")
        said = []


def docstring(value: object, name: str) -> str:
    """What it says of itself; a public name that says nothing stops the page."""
    text = inspect.getdoc(value)
    if not text or text.startswith(f"{name}("):
        raise SystemExit(f"grader.testing.{name} has no docstring: say what it does, in a sentence")
    return as_markdown(text)


def as_markdown(text: str) -> str:
    """`Args:` and `Raises:` with their indented lines, as lists."""
    lines: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"(Args|Raises|Returns):", line):
            lines += [f"**{line.removesuffix(':')}**", ""]
        elif entry := re.fullmatch(r"    (\w+): (.*)", line):
            lines.append(f"- `{entry[1]}`: {entry[2]}")
        else:
            lines.append("  " + line.strip() if line.startswith("        ") else line)
    return "\n".join(lines)


def plain(value: object) -> str:
    """A type without the names of the modules it comes from."""
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", str(value))


def code(text: str) -> str:
    """A line of code, as a block."""
    return f"    {text}"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is as it would be written; the exit code."""
    made = page()
    if "--check" not in arguments:
        PAGE.write_text(made, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        print("docs/api.md is not what the docstrings of grader.testing say: run `make api`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
