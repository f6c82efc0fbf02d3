"""The pictures of docs/pictures, from real output: `make pictures`. The same code gives the same words.

python scripts/pictures.py            make them, and put what is said of each into README and docs
python scripts/pictures.py --check    exit 1 where one is out of date: words and digests count, no pixel
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from picturing import record, svg
from picturing.record import FOLDER, ROOT, Made
from picturing.scenes import PAGES, SCENES, TERMINALS, Scene, reports, terminals
from picturing.terminal import words

CSS = "grader/render/templates/style.css"
_SOURCE = r"""pictures/([\w-]+\.(?:png|svg))"""
_IMAGES = (
    re.compile(rf"""<img\s[^>]*\bsrc="[^"]*{_SOURCE}"[^>]*>"""),
    re.compile(rf"""!\[(?:[^\]\\]|\\.)*\]\([^)\s]*{_SOURCE}"""),
)
# What it says of itself, in a tag or in brackets.
_ALT = re.compile(r"""(?<=\balt=")[^"]*|(?<=^!\[)(?:[^\]\\]|\\.)*""")


def files_of(name: str) -> list[str]:
    """The pictures that a scene becomes."""
    return [f"{name}.png"] if name in PAGES else [f"{name}-{scheme}.svg" for scheme in svg.SCHEMES]


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────


def make(root: Path = ROOT) -> None:
    """All pictures, their words, the record, and the alt texts in README and docs."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    texts = {**make_terminals(root), **make_pages(root)}
    for name, text in texts.items():
        (root / FOLDER / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    made = {name: made_of(root, SCENES[name], text) for name, text in texts.items()}
    record.write_record(root, made)
    for path in documents(root):
        path.write_text(with_alts(path.read_text(encoding="utf-8"), made), encoding="utf-8")


def make_terminals(root: Path) -> dict[str, str]:
    """The SVGs; the words of each scene."""
    colours = svg.palette(root / CSS)
    texts = {}
    for name, rows in terminals().items():
        scene = TERMINALS[name]
        texts[name] = words(rows)
        for scheme in svg.SCHEMES:
            picture = svg.svg(rows, scene.columns, alt_of(scene, texts[name]), colours[scheme])
            (root / FOLDER / f"{name}-{scheme}.svg").write_text(picture, encoding="utf-8")
    return texts


def make_pages(root: Path) -> dict[str, str]:
    """The PNGs; the words of each scene. One that shows the same page as before stays as it is."""
    from picturing import pages

    texts = {}
    with pages.chromium() as browser, reports() as folder:
        for name, scene in PAGES.items():
            with pages.opened(browser, folder / scene.page, scene.width, scene.last) as page:
                texts[name] = pages.words(page)
                if not is_as_made(root, name, texts[name]):
                    (root / FOLDER / f"{name}.png").write_bytes(pages.png(page))
    return texts


def is_as_made(root: Path, name: str, text: str) -> bool:
    """Whether a picture is there that was made of the same: with other fonts it would only look different."""
    path = root / FOLDER / f"{name}.txt"
    there = path.is_file() and all((root / FOLDER / one).is_file() for one in files_of(name))
    same = there and path.read_text(encoding="utf-8") == text + "\n"
    return same and record.read_record(root).get(name) == made_of(root, SCENES[name], text)


def made_of(root: Path, scene: Scene, text: str) -> Made:
    """Of what a picture is made at present."""
    files = {name: record.digest(root / name) for name in scene.files}
    known = record.sentences(root, scene.course)
    return Made(alt_of(scene, text), files, tuple(record.shown(known, text)))


def alt_of(scene: Scene, text: str) -> str:
    """What is said to those who cannot see it. Raises ValueError where the words have not what it quotes."""
    found = [re.search(pattern, text, re.MULTILINE) for pattern in scene.quoted]
    if None in found:
        missing = [pattern for pattern, one in zip(scene.quoted, found, strict=True) if one is None]
        raise ValueError(f"the words of the picture have no {missing}:\n{text}")
    return record.plain(scene.alt.format(*(one[1] for one in found if one)))


# ── the documents ────────────────────────────────────────────────────────────────────────────────────────


def documents(root: Path) -> list[Path]:
    """README and all of docs."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def _scene(picture: str) -> str:
    return re.sub(r"(-light|-dark)?\.\w+$", "", picture)


def with_alts(text: str, made: dict[str, Made]) -> str:
    """A document in which each picture is described as the record has it."""

    def put(found: re.Match[str]) -> str:
        said = made.get(_scene(found[1]))
        return _ALT.sub(lambda _: said.alt, found[0], count=1) if said else found[0]

    for pattern in _IMAGES:
        text = pattern.sub(put, text)
    return text


def pictures_in(text: str) -> Iterator[tuple[str, str]]:
    """Each picture of ours in a document, and what the document says of it."""
    for pattern in _IMAGES:
        for found in pattern.finditer(text):
            alt = _ALT.search(found[0])
            yield found[1], alt[0] if alt else ""


# ── checking ─────────────────────────────────────────────────────────────────────────────────────────────


def complaints(root: Path = ROOT) -> list[str]:
    """What is out of date, a line for each; it begins with the picture."""
    made = record.read_record(root)
    found = [f"{name}: there is no such picture any more" for name in made if name not in SCENES]
    for name, scene in SCENES.items():
        said = list(_of_scene(root, name, scene, made[name])) if name in made else ["it was never made"]
        found += [f"{FOLDER}/{picture}: {one}" for picture in files_of(name) for one in said]
    return [*found, *_of_documents(root, made)]


def _of_scene(root: Path, name: str, scene: Scene, made: Made) -> Iterator[str]:
    path = root / FOLDER / f"{name}.txt"
    missing = [one for one in (path, *(root / FOLDER / one for one in files_of(name))) if not one.is_file()]
    yield from (f"{one.name} is missing" for one in missing)
    if missing:
        return
    text = path.read_text(encoding="utf-8").rstrip("\n")
    for file in sorted({*scene.files, *made.files}):
        if file not in scene.files or not (root / file).is_file():
            yield f"it was made of {file}, which is not used any more"
        elif made.files.get(file) != record.digest(root / file):
            yield f"{file} has changed since"
    known = record.sentences(root, scene.course)
    yield from (f"nothing says this any more: {one}" for one in made.sentences if one not in known)
    if alt_of(scene, text) != made.alt or record.shown(made.sentences, text) != list(made.sentences):
        yield f"{path.name} has not the words that the record has"
    yield from _of_svgs(root, name, text)


def _of_svgs(root: Path, name: str, text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line]
    for picture in files_of(name):
        if picture.endswith(".svg"):
            drawn = svg.words_of((root / FOLDER / picture).read_text(encoding="utf-8"))
            if drawn.splitlines() != lines:
                yield f"{picture} and {name}.txt do not have the same words"


def _of_documents(root: Path, made: dict[str, Made]) -> Iterator[str]:
    for path in documents(root):
        for picture, alt in pictures_in(path.read_text(encoding="utf-8")):
            one = made.get(_scene(picture))
            where = f"{path.relative_to(root)}: {picture}"
            if one is None or not (root / FOLDER / picture).is_file():
                yield f"{where}: there is no such picture"
            elif alt != one.alt:
                yield f"{where} is described otherwise than its words have it: {one.alt}"


def main(arguments: list[str]) -> int:
    """Make the pictures, or say what is out of date; the exit code."""
    if arguments != ["--check"]:
        make()
        return 0
    wrong = complaints()
    print("\n".join([*wrong, "Make them again: make pictures"]) if wrong else "pictures: all as they must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
