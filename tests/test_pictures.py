"""The pictures in README and docs: what they are made of is known, so one that is out of date is named."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pictures
import pytest
from picturing import record, svg
from picturing.scenes import PAGES, SCENES, TERMINALS
from picturing.terminal import Style, laid_out, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / record.FOLDER
CSS = "grader/render/templates/style.css"
# What the pictures are made of, and where they are shown.
KEPT = (
    "grader/authoring/templates/demo", "grader/render", "grader/commands", "grader/student",
    "grader/words/translations", "autograde_tests", "solutions/misconceptions", "solutions/hints",
    "scripts/picturing", "docs",
)  # fmt: skip


def test_they_are_up_to_date() -> None:
    """What `make lint` asks: their words, what they are made of, what README and docs say of them."""
    assert pictures.complaints() == []


# ── what is out of date ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The pictures and what they are made of, to be changed."""
    for name in KEPT:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "README.md", tmp_path / "README.md")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Put something in place of what stands there once or more."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def named(root: Path) -> set[str]:
    """The pictures that are out of date."""
    return {line.split(":")[0].removeprefix("docs/pictures/") for line in pictures.complaints(root)}


def of(*scenes: str) -> set[str]:
    """The files of some scenes."""
    return {file for scene in scenes for file in pictures.files_of(scene)}


CLASS = "grader/render/templates/index.html.j2"
CHANGES: dict[str, tuple[str, str, str, set[str]]] = {
    "a message of the engine": (
        record.CATALOG, 'msgid "{function} is right: {score}."', 'msgid "{function} is good: {score}."',
        of("watch-3"),
    ),
    "a text of the course": (
        "solutions/misconceptions/gradient_descent/dloss_fn.py",
        "The division by the number of readings is missing.", "The division is missing.",
        of("check", "check-390", "watch-2", "class", "class-390"),
    ),
    "a colour": (CSS, "--good: #17653a", "--good: #17653b", of(*SCENES)),
    "a column": (
        CLASS, '<tr><th scope="col">', '<tr><th scope="col"></th><th scope="col">', of("class", "class-390")
    ),
    "how a verdict is laid out": (
        "grader/student/screen.py", "_BAR = 24", "_BAR = 20", of("watch-1", "watch-2", "watch-3")
    ),
    "the words beside it": ("docs/pictures/check.txt", "§5.4.2", "§5.4.3", of("check")),
    "a comment": ("grader/render/terminal.py", "# ── a class ─", "# ── some class ─", set()),
    "a docstring": (
        "grader/render/terminal.py", '"""Words of our own."""', '"""What we say."""', set()
    ),
    "a message that no picture shows": (
        record.CATALOG, 'msgid "Everything is done."', 'msgid "All is done."', set()
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_names_its_pictures(copy: Path, what: str) -> None:
    """Those that show it or are made with it, and no other."""
    path, old, new, expected = CHANGES[what]
    change(copy / path, old, new)
    assert named(copy) == expected


def _gone(root: Path) -> None:
    (root / record.FOLDER / "report.png").unlink()


def _drawn(root: Path) -> None:
    change(root / record.FOLDER / "check-dark.svg", "dloss_fn", "loss_fn")


def _other_fonts(root: Path) -> None:
    with (root / record.FOLDER / "report.png").open("ab") as file:
        file.write(b"other pixels")


@pytest.mark.parametrize(
    ("act", "expected"),
    [(_gone, {"report.png", "docs/grade.md"}), (_drawn, of("check")), (_other_fonts, set())],
)
def test_a_picture_that_is_changed(copy: Path, act: Callable[[Path], None], expected: set[str]) -> None:
    """One that is gone, or shows other words than stand beside it, is named; other pixels are nothing."""
    act(copy)
    assert named(copy) == expected


@pytest.mark.parametrize(
    "image",
    [
        '<img width="80" src="docs/pictures/check-light.svg" alt="Another thing.">',
        '<img alt="Another thing." src="docs/pictures/check-light.svg">',
        "![Another thing.](docs/pictures/check-light.svg)",
    ],
)
def test_what_is_said_of_a_picture_comes_from_its_words(copy: Path, image: str) -> None:
    """Another description in a document is named, with the right one, which making them puts there."""
    page = copy / "docs" / "more.md"
    page.write_text(image, encoding="utf-8")
    right = record.read_record(ROOT)["check"].alt
    [said] = pictures.complaints(copy)
    assert said.startswith("docs/more.md: check-light.svg") and right in said
    mended = pictures.with_alts(image, record.read_record(ROOT))
    assert mended == image.replace("Another thing.", right)
    assert list(pictures.pictures_in(mended)) == [("check-light.svg", right)]


def test_what_is_quoted_stands_in_the_words() -> None:
    """Each description has something of the words in it, and none is long."""
    for name, one in record.read_record(ROOT).items():
        read = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        quoted = [re.search(pattern, read, re.MULTILINE) for pattern in SCENES[name].quoted]
        assert quoted and all(found and record.plain(found[1]) in one.alt for found in quoted), name
        assert len(one.alt) <= 300, name


# ── the files ────────────────────────────────────────────────────────────────────────────────────────────


def test_they_are_small_and_as_wide_as_they_say() -> None:
    """No picture is over 150 KB; those of pages are as wide as the window was."""
    for name in SCENES:
        for file in pictures.files_of(name):
            assert (FOLDER / file).stat().st_size <= 150_000, file
    for name, scene in PAGES.items():
        (width,) = struct.unpack(">I", (FOLDER / f"{name}.png").read_bytes()[16:20])
        assert width == scene.width, name


@pytest.mark.parametrize("name", [file for name in TERMINALS for file in pictures.files_of(name)])
def test_a_terminal_is_text_without_a_font_from_outside(name: str) -> None:
    """Its words are text, nothing is fetched, nothing moves."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert len(svg.words_of(text)) > 100
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|url\(|<image|<script|<animate|animation|transition", text)


def test_a_terminal_fetches_nothing(browser: Browser) -> None:
    """In a browser, too, and each run of letters is as wide as its cells."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = (FOLDER / "check-light.svg").as_uri()
    page.goto(address)
    assert asked == [address]
    widths = page.eval_on_selector_all(
        "tspan", "all => all.map(one => one.getComputedTextLength() / one.textContent.length)"
    )
    assert widths and all(abs(width - widths[0]) < 0.1 for width in widths)
    page.close()


@pytest.mark.parametrize("scheme", svg.SCHEMES)
def test_its_colours_can_be_read(scheme: str) -> None:
    """Every colour that a terminal may use has a contrast of 4.5 to 1 or more (WCAG AA)."""
    colours = svg.palette(ROOT / CSS)[scheme]
    for name in ("text", "soft", "good", "bad", "warn", "link"):
        assert contrast(colours[name], colours["page"]) >= 4.5, name


def contrast(one: str, other: str) -> float:
    """As WCAG computes it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Of "#rgb" or "#rrggbb"."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# ── what a terminal writes ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_a_pipe_and_of_a_terminal(end: str) -> None:
    """A pseudo terminal ends lines with CR LF: the letters stay, and stay in their columns."""
    rows = laid_out(f"{end}\x1b[1mright\x1b[0m{end}  \x1b[31mwrong\x1b[0m{end}{end}")
    assert words(rows) == "right\n  wrong"
    assert rows[0][0].style == Style(bold=True) and rows[1][2].style == Style(colour=1)
    assert svg.words_of(svg.svg(rows, 10, "two lines", svg.palette(ROOT / CSS)["dark"])) == "right\n  wrong"


def test_what_is_written_over_is_gone() -> None:
    """A page that is cleared, a line that is written again, a link's target: only what is seen is left."""
    link = "\x1b]8;;file:///x\x1b\\file.py\x1b]8;;\x1b\\"
    assert words(laid_out("old\r\n\x1b[2J\x1b[Hnew ...\rnewer\x1b[K " + link)) == "newer file.py"


@pytest.mark.parametrize("output", ["\x1b[5S", "\x1b[48;5;3m", "\x08"])
def test_what_is_not_known_is_refused(output: str) -> None:
    """Better no picture than a wrong one."""
    with pytest.raises(ValueError, match=r"not known"):
        laid_out(output)


@pytest.mark.slow
@pytest.mark.usefixtures("browser")  # or the reason why there is none
def test_making_them_gives_the_same_words(copy: Path) -> None:
    """The commands are run again, with the same seed: every word is the one that is written down."""
    shutil.rmtree(copy / record.FOLDER)
    code = f"import pathlib, pictures; pictures.make(pathlib.Path({str(copy)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", text=True, capture_output=True, timeout=480
    )
    assert done.returncode == 0, done.stderr
    for name in SCENES:
        made = (copy / record.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        assert made == (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), name
    assert pictures.complaints(copy) == []
