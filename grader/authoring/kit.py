"""The student kit: exercises, visible checks, recorded answers, and files that run the checks in CI.

    exercises/          as `grader release` makes them, hints too
    autograde_tests/    without hidden checks (grader.authoring.visible)
    answers/            what the reference said, for fixed seeds (grader.authoring.recording), and the
                        exercises once more, as they were handed out; what known mistakes answer, and what
                        is said of each (grader.authoring.mistakes); translations of all these texts
    wheels/             the grader itself
    README.md  requirements.txt  .gitignore  .github/workflows/checks.yml  .gitlab-ci.yml

The same source gives the same bytes, on one machine with one version of torch.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from grader import __version__
from grader.authoring.kit_catalogs import kit_catalogs
from grader.authoring.kit_readme import kit_readme
from grader.authoring.pages import page, text
from grader.authoring.recording import Recording, record
from grader.authoring.release import exercises
from grader.authoring.visible import Cut, visible
from grader.authoring.wheel import wheel
from grader.course.layout import Assignment, Course, cell
from grader.course.settings import read_settings
from grader.course.solution_regions import BEGIN
from grader.diagnosis.function_mistakes import read_misconceptions
from grader.diagnosis.recorded import KnownMistake, Mistakes, write
from grader.errors import CourseError, UsageError
from grader.output_files import write_text, zipped
from grader.reference.recorded import Answers
from grader.reference.torch_version import release, version_here
from grader.words.messages import Code, InFile, Value, say

SEEDS = (1, 2, 3)
# Bytes of all that a kit knows of mistakes.
_MISTAKES = 1_000_000
_LITERAL = (".github/workflows/checks.yml", ".gitlab-ci.yml", ".gitignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitOptions:
    """How a kit is to be made."""

    seeds: tuple[int, ...] = SEEDS
    # Those to hand out; () is all.
    assignments: tuple[str, ...] = ()
    # A wheel of the grader that the kit carries and installs; without one, this grader is made into one.
    wheel: Path | None = None
    # No wheel at all: pip finds the grader by name and version on its index.
    from_index: bool = False


def kit(course: Course, options: KitOptions = KitOptions()) -> bytes:
    """The kit as a zip archive, ready to write.

    Raises:
        CourseError: the course has no kit in it: a check or solution is wrong, or something would leak.
        UsageError: the wheel, or a package that authoring needs, is not there.
        FaultError: the reference cannot be run here.
    """
    files = contents(course, options)
    return zipped(dict(sorted(files.items())), stored=True)


def contents(course: Course, options: KitOptions = KitOptions()) -> dict[str, bytes]:
    """Every file of the kit by its name. Raises as `kit` does."""
    course = _chosen(course, options.assignments)
    cut = visible(_modules(course))
    handed_out = {
        path.relative_to(course.root).as_posix(): words
        for path, words in exercises(course.root).items()
        if path.stem in course.assignments
    }
    texts = handed_out | {f"autograde_tests/{name}.py": words for name, words in cut.texts.items()}
    grader = _grader(options)
    with_checks = [name for name in read_settings(course).order if f"test_{name}" in cut.texts]
    if not with_checks:
        folder = InFile(str(course.root / "autograde_tests"))
        raise CourseError(say("{folder} holds no visible check. A kit needs at least one.", folder=folder))
    around = _around(course, grader)
    _refuse_leaks(texts | around, cut, _headlines(course))
    recorded = _recorded(course, texts, with_checks, options.seeds)
    mistakes = {name: one.mistakes for name, one in recorded.items() if one.mistakes.known}
    around |= kit_catalogs(course, cut.texts, {name: _ids(held) for name, held in mistakes.items()})
    told = {one.headline for held in mistakes.values() for one in _all(held)}
    left_out = [words for words in _headlines(course) if words not in told]
    _refuse_leaks(around | {_file(name): _words(held) for name, held in mistakes.items()}, cut, left_out)
    texts |= around | {f"answers/{name}.py": handed_out[f"exercises/{name}.py"] for name in recorded}
    answers = {name: one.answers for name, one in recorded.items()}
    texts["answers/kit.json"] = _facts(options, answers)
    files = {name: words.encode() for name, words in texts.items()}
    files |= {f"answers/{name}.msgpack": msgspec.msgpack.encode(held) for name, held in answers.items()}
    files |= _packed(mistakes) | grader
    readme = kit_readme(course, with_checks, cut, files)
    _refuse_leaks({"README.md": readme}, cut, left_out)
    return files | {"README.md": readme.encode()}


def _packed(mistakes: Mapping[str, Mistakes]) -> dict[str, bytes]:
    """The files of mistakes. Raises CourseError where they are too large for a kit."""
    files = {_file(name): write(held) for name, held in mistakes.items()}
    size = sum(map(len, files.values()))
    if size > _MISTAKES:
        raise CourseError(
            say("What the kit knows of mistakes takes {n} bytes.", n=size)
            + say("Expected {most} at most.", most=_MISTAKES)
            + say("Record fewer seeds, or write {line} in course.toml.", line=Code("name_mistakes = false"))
        )
    return files


def _file(assignment: str) -> str:
    return f"answers/{assignment}.mistakes"


def _all(mistakes: Mistakes) -> Iterator[KnownMistake]:
    return chain.from_iterable(known.mistakes for known in mistakes.known.values())


def _ids(mistakes: Mistakes) -> set[str]:
    return {f"{function}/{one.name}" for function, known in mistakes.known.items() for one in known.mistakes}


def _words(mistakes: Mistakes) -> str:
    """All that a reader could find in the file."""
    return "\n".join(f"{one.name}\n{one.headline}\n{one.explanation}" for one in _all(mistakes))


def _chosen(course: Course, names: Sequence[str]) -> Course:
    chosen = {name: course.assignment(name) for name in names or course.assignments}
    return Course(course.root, dict(sorted(chosen.items())))


def _modules(course: Course) -> dict[str, str]:
    """The checks of the chosen assignments and what they may import, by module name."""
    paths = sorted((course.root / "autograde_tests").glob("*.py"))
    wanted = {assignment.checks.name for assignment in course.assignments.values()}
    chosen = [path for path in paths if path.name in wanted or not path.name.startswith("test_")]
    return {path.stem: cell(path).text for path in chosen}


def _recorded(
    course: Course, texts: Mapping[str, str], assignments: Sequence[str], seeds: Sequence[int]
) -> dict[str, Recording]:
    """Answers to the checks as the kit has them: they are collected from the very files it holds."""
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        root = Path(folder).resolve()
        for name, words in texts.items():
            write_text(root / name, words)
        stage = Course(root, {name: Assignment(name, root) for name in assignments})
        return record(course, stage, seeds, name_mistakes=read_settings(course).name_mistakes)


def _facts(options: KitOptions, answers: Mapping[str, Answers]) -> str:
    versions = {"grader": __version__, "torch": next(iter(answers.values())).torch}
    return json.dumps({"schema": "grader-kit/1", "seeds": options.seeds, **versions}, indent=1) + "\n"


# ── what stands around ───────────────────────────────────────────────────────────────────────────────────


def _around(course: Course, grader: Mapping[str, bytes]) -> dict[str, str]:
    settings = course.root / "course.toml"
    around = {name: text(f"kit/{name.removeprefix('.').replace('/', '_')}") for name in _LITERAL}
    around["requirements.txt"] = _requirements(next(iter(grader), None))
    if settings.is_file():
        around[settings.name] = cell(settings).text
    return around


def _requirements(wheel: str | None) -> str:
    grader = f"./{wheel}[plots]" if wheel else f"torchgrader[plots]=={__version__}"
    return page("kit/requirements.txt.j2", torch=f"torch=={release(version_here())}.*", grader=grader)


def _grader(options: KitOptions) -> dict[str, bytes]:
    """The wheel that the kit carries, by its file name there; none where pip finds it by name."""
    if options.from_index:
        return {}
    if options.wheel is None:
        name, content = wheel()
        return {f"wheels/{name}": content}
    if not (options.wheel.suffix == ".whl" and options.wheel.is_file()):
        raise UsageError(
            say("--wheel is {got}. Expected a file torchgrader-….whl.", got=Value(str(options.wheel)))
            + say("Without this option, the kit carries this grader.")
        )
    return {f"wheels/{options.wheel.name}": options.wheel.read_bytes()}


# ── what may not be in it ────────────────────────────────────────────────────────────────────────────────


def _refuse_leaks(texts: Mapping[str, str], cut: Cut, headlines: Sequence[str]) -> None:
    """Raise CourseError where a file names a hidden check, or says what only the course may say.

    headlines: what mistakes say that these files may not.
    """
    names, said = sorted(cut.names), [BEGIN, *sorted(cut.words), *headlines]
    patterns = [*(rf"\b{re.escape(name)}\b" for name in names), *map(re.escape, said)]
    secret = re.compile("|".join(patterns))
    for file, words in texts.items():
        # The pattern takes seconds for a course; most files hold none of these, not even within a name.
        held = any(one in words for one in (*names, *said))
        found = secret.search(words) if held else None
        if found:
            raise CourseError(
                say(
                    "{file} of the kit would contain {words}. That is only for hidden checks and solutions. "
                    "Delete it there, or write it in other words.",
                    file=InFile(file),
                    words=Value(repr(found.group())),
                )
            )


def _headlines(course: Course) -> list[str]:
    """What misconceptions say first, as their files have it on one line."""
    folders = (course.root / "solutions" / "misconceptions").glob("*/*.py")
    return [
        str(diagnosis.headline)
        for path in sorted(folders)
        for diagnosis in read_misconceptions(cell(path).text, path.stem, path.parent.name)
    ]
