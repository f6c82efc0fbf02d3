"""Every command line that a document shows is typed where the document says, and prints what it shows.

`pytest -s tests/test_document_commands.py -k counted` says how many there are, and which run nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import document_places as places
from helpers import documents
from helpers.document_blocks import Command
from helpers.document_messages import unsaid
from helpers.document_run import Document, Folders, complaints, first_unmet
from helpers.document_shell import Programs
from helpers.grading import ROOT

# They take minutes, or need an environment that is made first.
SLOW = re.compile(
    r"(python3? -m venv|\. \.venv/|python -m pip|pip install|make |nbgrader "
    r"|grader (audit|doctor|watch|nbgrader|grade submitted|release --kit|demo$)|for file in|\S*/bin/"
    r"|cd class-2026|mkdir -p submitted|cp -r release"
    r"|pytest (-m|tests/)|tar -tzf dist|python3 -m zipfile -e)"
)
# What runs nowhere, and why; ten at most.
NEVER = {
    r"make test$": "this very test is one of those",
    r"make test-cuda": "needs a GPU",
    r"scripts/gpu_trial.sh|tar -xf trial.tar": "needs a network, then a machine with a GPU",
    r"sudo ": "changes the settings of the machine's kernel",
    r"for repository in": "needs students' repositories on GitHub",
}
PAGES = {page.name: page for page in documents.pages()}
SHOWN = {workflow.name: workflow for page in PAGES.values() for workflow in documents.workflows_in(page)}
MADE = [
    f"{documents.TEMPLATES}/{name}"
    for name in ("course/README.md", "kit/README.md", "kit/github_workflows_checks.yml", "kit/gitlab-ci.yml")
]
ALL = [*PAGES, *SHOWN, *MADE]
Get = Callable[[str], Document]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    return Programs(tmp_path_factory.mktemp("path") / "bin", ["none", "process", "full"])


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """A document by its name; those that are made are made once."""
    made: dict[str, Document] = {}

    def found(name: str) -> Document:
        if name in MADE and not made:
            made.update((one.name, one) for one in documents.made(lambda: tmp_path_factory.mktemp("made")))
        return made[name] if name in MADE else PAGES.get(name) or SHOWN[name]

    return found


def never(command: Command) -> bool:
    """Whether it runs nowhere."""
    return any(re.match(pattern, command.bare) for pattern in NEVER)


def slow(command: Command) -> bool:
    """Whether only `make test-slow` runs it."""
    return bool(SLOW.match(command.bare))


@pytest.mark.parametrize("name", ALL)
def test_commands_run_as_shown(name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """All but slow ones."""
    document = get(name)
    wrong = complaints(
        document,
        Folders(tmp_path, places.PLACES),
        programs,
        chosen=lambda command: not never(command) and not slow(command),
        environment=documents.variables(document),
    )
    assert wrong == [], "\n" + "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_slow_commands_run_as_shown(name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """A document with slow commands, whole."""
    document = get(name)
    if not any(slow(command) and not never(command) for command in document.commands):
        pytest.skip("has no slow commands")
    wrong = complaints(
        document,
        Folders(tmp_path, places.PLACES),
        programs,
        chosen=lambda command: not never(command),
        environment=documents.variables(document) | {"HOME": str(tmp_path)},
        first=places.throw_away(tmp_path / "environment"),
    )
    assert wrong == [], "\n" + "\n".join(wrong)


def test_lines_are_counted(get: Get, capsys: pytest.CaptureFixture[str]) -> None:
    """What runs nowhere has a reason, each reason is needed, and there are ten such lines at most."""
    found = [(name, command) for name in ALL for command in get(name).commands]
    left = [(name, command) for name, command in found if never(command)]
    late = sum(slow(command) and not never(command) for _, command in found)
    with capsys.disabled():
        print(f"\ncommand lines: {len(found) - len(left)} of {len(found)} run, {late} of them in test-slow")
        for name, command in left:
            print(f"  {get(name).says(command.line, command.bare.splitlines()[0])}")
    assert len(found) > 60
    assert len(left) <= 10
    for pattern in NEVER:
        assert any(re.match(pattern, command.bare) for _, command in left), pattern


# ── a wrong line in each kind of file ────────────────────────────────────────────────────────────────────

OPTION = "grader status --colour"
FOLDER = "grader status"
MARKDOWN = ["README.md", "docs/students.md", "docs/tutorial.md", "CONTRIBUTING.md", *MADE[:2]]


def empty(folder: Path) -> None:
    """A place in which there is nothing."""
    folder.mkdir(parents=True)


def found_in(document: Document, lines: range, programs: Programs, folder: Path) -> list[str]:
    """What is said of some lines; the places are empty folders."""
    folders = Folders(folder, dict.fromkeys(places.PLACES, empty))
    return complaints(document, folders, programs, lambda command: command.line in lines)


def with_block(document: Document, block: str) -> tuple[Document, range]:
    """A document with one more block in the middle, and the lines of that block."""
    lines = document.text.splitlines()
    fences = [line.startswith("```") for line in lines]
    headings = [
        number
        for number, line in enumerate(lines)
        if line.startswith("## ") and sum(fences[:number]) % 2 == 0
    ]
    middle = headings[len(headings) // 2] if headings else len(lines)
    text = "\n".join([*lines[:middle], "", *block.splitlines(), "", *lines[middle:]])
    added = range(middle + 2, middle + 3 + block.count("\n"))
    return replace(document, text=text, line=int), added


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_renamed_option_is_named(name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """By file and line, with what the command says."""
    document, lines = with_block(get(name), f"```sh\n# In an empty folder:\n{OPTION}\n```")
    (said,) = found_in(document, lines, programs, tmp_path)
    assert said.startswith(f"{name}:{lines[2]}: `{OPTION}` ended with exit code 2, not 0:")
    assert "No such option: --colour" in said


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_wrong_output_is_named(name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """The line that is not printed, though the one above it is."""
    block = "```sh\n# In an empty folder:\nprintf 'one\\ntwo\\n'\n```\n\n```text\none\nthree\n```"
    document, lines = with_block(get(name), block)
    (said,) = found_in(document, lines, programs, tmp_path)
    assert said.startswith(f"{name}:{lines[-2]}: not printed: three\n")


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_wrong_folder_is_named(name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """A command that does not work there, and a folder that nobody knows."""
    document, lines = with_block(get(name), f"```sh\n# In an empty folder:\n{FOLDER}\n```")
    (said,) = found_in(document, lines, programs, tmp_path)
    assert said.startswith(f"{name}:{lines[2]}: `{FOLDER}` ended with exit code 2, not 0:")
    document, lines = with_block(get(name), "```sh\n# In the attic:\ntrue\n```")
    (said,) = found_in(document, lines, programs, tmp_path / "again")
    assert said.startswith(f"{name}:{lines[1]}: no folder “the attic”. Known: ")


@pytest.mark.parametrize("name", [*SHOWN, *MADE[2:]])
@pytest.mark.parametrize("plant", ["option", "folder"])
def test_a_wrong_step_is_named(plant: str, name: str, get: Get, programs: Programs, tmp_path: Path) -> None:
    """The same in a workflow: a step that ends with an error, or starts in a folder that is not there."""
    document = get(name)
    lines = document.text.splitlines()
    first = next(number for number, line in enumerate(lines, 1) if re.match(r" +(run:|- python )", line))
    if plant == "option":
        lines[first - 1] = re.sub(r"(run:|-) .*", rf"\1 {OPTION}", lines[first - 1])
    elif "run:" in lines[first - 1]:
        lines[first - 1] = re.sub(r"run:.*", "run: 'true'", lines[first - 1])
        indent = re.match(" *", lines[first - 1])
        lines.insert(first, f"{indent[0] if indent else ''}working-directory: nowhere")
    else:
        lines[first - 1] = re.sub(r"- .*", "- cd nowhere", lines[first - 1])
    document = replace(document, text="\n".join(lines))
    commands = [one.line for one in document.commands if first <= one.line <= first + 1]
    said = found_in(document, range(commands[0], commands[0] + 1), programs, tmp_path)
    assert said and said[0].startswith(f"{name}:{document.line(commands[0])}: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Run it:\n\n    touch made\n", "3: fence this block and name its kind: touch made"),
        ("```sh\ntouch made\n```\n", "2: no line `# In <folder>:` says where this starts"),
        ("```text file=made\n```\n", "2: no line `# In <folder>:` says where this starts"),
        ("```sh\n# In the attic:\ntouch made\n```\n", "2: no folder “the attic”."),
    ],
)
def test_a_block_says_what_and_where(text: str, said: str, programs: Programs, tmp_path: Path) -> None:
    """One that is only indented, and one that starts nowhere: nothing of it runs."""
    (found,) = complaints(Document("docs/page.md", text), Folders(tmp_path, {}), programs)
    assert found.startswith(f"docs/page.md:{said}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("one\ntwo\n", None), ("two\n", None), ("one\n…\nfour 4.0 s\n", None), ("four … s\n", None),
        ("one\nthree\n", 1), ("four … h\n", 0), ("One\n", 0), ("on\n", 0), ("four 4.0 s\none\n", 1),
        ("…\nsix\n", 1),
    ],
)  # fmt: skip
def test_output_is_compared_with_gaps(shown: str, wrong: int | None) -> None:
    """Whole lines, one below the other; `…` stands for a part of a line, or for lines."""
    assert first_unmet(shown, "one  \ntwo\nthree\nfour 4.0 s\n") == wrong


def test_nothing_is_installed_where_tests_run(programs: Programs, tmp_path: Path) -> None:
    """Outside of an environment that the reader makes, pip is refused, by each of its names."""
    typed = ["pip install x", "python -m pip install x", "python3 -m pip install x"]
    text = "\n".join(["```sh", "# In an empty folder:", *typed, "```", ""])
    folders = Folders(tmp_path, {"an empty folder": empty})
    said = complaints(Document("page.md", text), folders, programs)
    assert [line.partition(" ended")[0] for line in said] == [
        f"page.md:{line}: `{command}`" for line, command in enumerate(typed, 3)
    ]
    assert all("would change the environment" in line for line in said)


def test_folder_and_variables_stay(programs: Programs, tmp_path: Path) -> None:
    """What a command changes of its shell, the next one finds; an exit code may be said."""
    made: list[Path] = []

    def noted(folder: Path) -> None:
        made.append(folder)
        empty(folder)

    text = (
        "```sh\n# In an empty folder:\nmkdir below\ncd below\nname=value\n```\n\n"
        "```sh\ntest $name = value && pwd\nfalse   # exit code 1\nfalse   # exit code 2\n```\n"
        "\n```text\n…/below\n```\n"
    )
    folders = Folders(tmp_path, {"an empty folder": noted})
    (said,) = complaints(Document("page.md", text), folders, programs)
    assert said.startswith("page.md:11: `false` ended with exit code 1, not 2")
    assert len(made) == 1, "a place is made once"


@pytest.mark.parametrize("name", list(PAGES))
def test_messages_that_are_shown_are_said(name: str) -> None:
    """A sentence of the grader, shown without the command that says it, stands in the catalog."""
    assert [PAGES[name].says(line, f"never said: {left}") for line, left in unsaid(PAGES[name].text)] == []


def test_a_changed_message_is_named() -> None:
    """From the first sentence on that differs."""
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    changed = page.replace("397 more are graded again.", "397 more are judged again.")
    assert changed != page and unsaid(page) == []
    ((line, left),) = unsaid(changed)
    assert page.splitlines()[line - 1].startswith("To grade:") and left.startswith("397 more are judged")
