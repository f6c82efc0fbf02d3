"""What people read, in the pseudo-language: no letter stands outside of what a catalog said, on any surface.

First the class is graded in English, which tells the course's texts. Then every second one hands in again,
and the class is graded in the pseudo-language with the same seed: results that are kept are said in it, too.
What is left of a page without ‹what was put in› must have no plain letter.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import forked_python, misconceptions, pseudo
from helpers.grading import ROOT

from grader.render import json as report_json
from grader.words.messages import Sentence

TEMPLATE = ROOT / "grader" / "words" / "translations" / "grader.pot"
EXAMPLES = ROOT / "examples" / "submissions"
FORMATS = ("--format", "json,html,md,junit", "--seed", "7", "--device", "auto")


def grader(*arguments: str, cwd: Path, catalogs: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command, in English or in the pseudo-language."""
    language = (
        {} if catalogs is None else {"GRADER_LANG": pseudo.LANGUAGE, "GRADER_TRANSLATIONS": str(catalogs)}
    )
    env = {**os.environ, "COLUMNS": "10000", "LANG": "C.UTF-8", "GRADER_LANG": "en", **language}
    return forked_python.run("-m", "grader", *arguments, cwd=cwd, env=env, levels=["full"])


def sentences(part: object) -> Iterator[Sentence]:
    """Every sentence of a report, those in arguments too."""
    if isinstance(part, Sentence):
        yield part
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        for field in dataclasses.fields(part):
            yield from sentences(getattr(part, field.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from sentences(item)


def course_texts(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """(context, text) of all that a course says in these reports, by assignment."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in folder.rglob("report.json"):
        for sentence in sentences(report_json.parse(path.read_text("utf-8"))):
            if sentence.context:
                of_assignment = found.setdefault(sentence.context.partition("/")[0], set())
                of_assignment.add((sentence.context, sentence.text))
    return found


def complaints(folder: Path) -> list[str]:
    """What is not said through a catalog in a folder of reports: a line each, with its file."""
    found: list[str] = []
    everybody = {text for path in folder.rglob("report.json") for text in data_of(path)}
    # The store is for programs: its messages are not yet said.
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"):
        beside = path.parent / "report.json"
        data = data_of(beside) if beside.is_file() else everybody
        found += [f"{path.relative_to(folder)}: {line[:160]}" for line in unsaid(_read(path), data)]
    return found


def unsaid(text: str, data: Iterable[str]) -> list[str]:
    """The lines with letters outside of what was said, once what is data is taken out."""
    outside = pseudo.outside(text)
    for value in sorted(filter(None, data), key=len, reverse=True):
        outside = outside.replace(value, "")
    return pseudo.unsaid(outside)


def data_of(path: Path) -> set[str]:
    """What of a report is data, and stands on its pages as it is: names, versions, calls, values, places."""
    report = json.loads(path.read_text("utf-8"))
    found = {report[name] for name in ("student", "assignment", "submission", "sha256", "isolation")}
    found |= {report["sha256"][:12], *report["devices"], *(f"torch {report['versions']['torch']}",)}
    found.add(report.get("book", ""))
    found |= {"grader " + report["versions"]["grader"], "Python " + report["versions"]["python"], "SHA-256"}
    for function in report["functions"]:
        found |= {function["name"], *_places(function["location"])}
        for check in function["checks"]:
            found |= {check["id"], *_places(check["location"])}
            found |= {line for value in _values(check) for line in (value, *value.splitlines())}
    return found


def _values(check: dict[str, Any]) -> Iterator[str]:
    """What was called, what came, what was printed; the student's line, as it is and as it might be."""
    if example := check["example"]:
        yield from (example["call"], example["got"], example["printed"])
        if not example["demand"] or example["made_of"]["expected"] == "name":
            yield example["expected"]
    if edit := check.get("located", {}).get("edit"):
        for text in (edit["before"], edit["after"]):
            yield from (" ".join(text.split()), *map(str.strip, text.splitlines()))


def _places(location: dict[str, Any] | None) -> list[str]:
    return [] if location is None else [location["path"]]


def _read(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        return pseudo.page_text(text)
    if path.suffix == ".json":
        return "\n".join(_of_json(json.loads(text)))
    if path.suffix == ".xml":
        return "\n".join(_of_junit(ElementTree.fromstring(text)))
    # Columns, statuses and paths of a CSV follow no language; its reasons do.
    if path.suffix == ".csv":
        rows = csv.DictReader(text.lstrip("\ufeff").splitlines())
        return "\n".join(row.get("problem") or "" for row in rows)
    return re.sub(r"^```.*$", "", text, flags=re.MULTILINE)


SAID = ("problem", "title", "message", "headline", "explanation", "expected", "got")


def _of_json(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in SAID and isinstance(value, str):
                yield value
            elif key == "notes":
                yield from value
            elif key != "made_of":
                yield from _of_json(value)
    elif isinstance(data, list):
        for value in data:
            yield from _of_json(value)


def _of_junit(suite: ElementTree.Element) -> Iterator[str]:
    for part in suite.iter():
        yield from filter(None, [part.get("message"), part.text, part.tail])


def few(folder: Path) -> Path:
    """Three students of the example class: one mistake, one in what others call, several."""
    for name in ("bjorn", "hana", "tomasz"):
        shutil.copytree(EXAMPLES / name, folder / name)
    return folder


def everybody(folder: Path) -> Path:
    """The example class."""
    return shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)


def attackers(folder: Path) -> Path:
    """Every file of tests/hostile, a student each."""
    for path in sorted((ROOT / "tests" / "hostile").glob("*.py")):
        (folder / path.stem).mkdir(parents=True)
        shutil.copy(path, folder / path.stem / "gradient_descent.py")
    return folder


def mistaken(folder: Path) -> Path:
    """Every misconception of the course, a student each."""
    misconceptions.hand_in(misconceptions.ALL, folder)
    return folder


SLOW = [pytest.param(made, marks=pytest.mark.slow) for made in (everybody, attackers, mistaken)]


@pytest.fixture(scope="module", params=[few, *SLOW])
def graded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """A class in the pseudo-language: its folder, the catalogs, and what the command printed."""
    root = tmp_path_factory.mktemp("pseudo")
    handed_in = request.param(root / "handed-in")
    course = root / "course"
    for part in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / part, course / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "course.toml", course)
    said = ("grade", str(handed_in), "--audience", "instructor", *FORMATS)
    grader(*said, "--output", str(root / "en"), cwd=course)
    pseudo.write_engine(str(TEMPLATE), root / "catalogs")
    for assignment, texts in course_texts(root / "en").items():
        place = course / "solutions" / "translations" / pseudo.LANGUAGE
        pseudo.write_course(texts, place / f"{assignment}.po")
    for path in sorted(handed_in.rglob("*.py"))[::2]:
        path.write_bytes(path.read_bytes() + b"\n# again\n")
    shutil.copytree(root / "en", root / "xa")
    done = grader(*said, "--output", str(root / "xa"), cwd=course, catalogs=root / "catalogs")
    return root, root / "catalogs", done


def test_every_page_is_said(graded: tuple[Path, Path, subprocess.CompletedProcess[str]]) -> None:
    """JSON, HTML, Markdown, JUnit and the class's own page."""
    assert complaints(graded[0] / "xa") == []


def test_what_the_command_prints_is_said(graded: tuple[Path, Path, subprocess.CompletedProcess[str]]) -> None:
    """On the terminal, but for the program's own name before an error."""
    done = graded[2]
    data = {text for path in (graded[0] / "xa").rglob("report.json") for text in data_of(path)}
    assert unsaid(done.stdout + done.stderr.replace("grader: ", ""), data) == []


def test_scores_follow_no_language(graded: tuple[Path, Path, subprocess.CompletedProcess[str]]) -> None:
    """Both languages have the same table, but for its reasons in words, and digests of what came again."""
    left = ("problem", "sha256")
    one, other = (
        [{k: v for k, v in row.items() if k not in left} for row in csv.DictReader(text.splitlines())]
        for text in ((graded[0] / name / "grades.csv").read_text("utf-8-sig") for name in ("en", "xa"))
    )
    assert one == other and one
