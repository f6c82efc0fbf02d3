"""All documents that tell people to type something, those that are made too."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from functools import partial
from operator import add
from pathlib import Path

import yaml

from helpers import document_places as places
from helpers.document_run import Document
from helpers.grading import ROOT

TEMPLATES = "grader/authoring/templates"
# Made from the program, or history: nobody types what stands there.
_LEFT_OUT = {"docs/api.md", "docs/commands.md", "CHANGELOG.md"}


def pages() -> Iterator[Document]:
    """The pages of this repository. A README starts where it lies, a page of docs/ says where."""
    for path in sorted(
        [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")]
    ):
        name = path.relative_to(ROOT).as_posix()
        if name not in _LEFT_OUT:
            start = "" if path.parent.name == "docs" else "a clone of this project"
            yield Document(name, path.read_text(encoding="utf-8"), start)


def workflows_in(document: Document) -> Iterator[Document]:
    """The workflows that a page shows, each with the lines of the page."""
    found = re.finditer(r"^```yaml file=\.github/workflows/\S+\n(.*?)^```$", document.text, re.M | re.S)
    for block in found:
        above = document.text.count("\n", 0, block.start(1))
        name = f"{document.name} (workflow.yml)"
        yield Document(name, block[1], "a private repository", partial(add, above))


def made(tmp: Callable[[], Path]) -> Iterator[Document]:
    """The pages and workflows of a new course and of a kit, as people get them."""
    yield _of_template("course/README.md.j2", "README.md", "a new course", tmp())
    yield _of_template("kit/README.md.j2", "README.md", "the folder of a kit", tmp())
    for template, name in {
        "kit/github_workflows_checks.yml": ".github/workflows/checks.yml",
        "kit/gitlab-ci.yml": ".gitlab-ci.yml",
    }.items():
        yield _of_template(template, name, "a student's repository", tmp())


def _of_template(template: str, name: str, start: str, folder: Path) -> Document:
    """A file that is made; its lines are said to be those of the template."""
    places.PLACES[start](folder / "made")
    text = (folder / "made" / name).read_text(encoding="utf-8")
    source = f"{TEMPLATES}/{template}"
    lines = _aligned(text, (ROOT / source).read_text(encoding="utf-8"))
    return Document(source.removesuffix(".j2"), text, start, lambda line: lines[line])


def _aligned(text: str, source: str) -> dict[int, int]:
    """For each line of a text, the line of its source that it is or that stands nearest."""
    lines: dict[int, int] = {}
    matcher = difflib.SequenceMatcher(None, text.splitlines(), source.splitlines(), autojunk=False)
    for _, here, here_end, there, there_end in matcher.get_opcodes():
        for number in range(here, here_end):
            lines[number + 1] = min(there + number - here, max(there, there_end - 1)) + 1
    return lines


def variables(document: Document) -> dict[str, str]:
    """What a workflow sets for its steps; what the service fills in has a value of ours."""
    usual = {"ASSIGNMENT": "double", "FAIL_UNDER": "60", "GITHUB_STEP_SUMMARY": "/dev/null"}
    if not document.is_workflow:
        return usual
    loaded = yaml.safe_load(document.text)
    (job,) = loaded.get("jobs", {}).values() or [loaded[key] for key in loaded]
    own = {**loaded.get("env", {}), **job.get("env", {}), **job.get("variables", {})}
    fixed = {name: str(value) for name, value in own.items() if "$" not in str(value)}
    return usual | fixed
