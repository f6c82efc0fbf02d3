"""What a picture is made of, written down beside it: so one that is out of date is found without a browser.

docs/pictures/NAME.txt         the words that NAME.png, or NAME-light.svg and NAME-dark.svg, shows
docs/pictures/pictures.json    of each: what is said to those who cannot see it, a digest of each file of
                               which it is made, and which sentences of the grader and its course it shows

Of Python only what it does counts: a comment, a docstring or a line's end changes no digest.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
CATALOG = "grader/words/translations/grader.pot"
FOLDER = "docs/pictures"
RECORD = f"{FOLDER}/pictures.json"
_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Made:
    """Of what a picture was made. alt: what is said to those who cannot see it. files: path and digest."""

    alt: str
    files: Mapping[str, str]
    sentences: tuple[str, ...]


def digest(path: Path) -> str:
    """Of what a file does."""
    text = path.read_text(encoding="utf-8")
    done = ast.dump(_bare(ast.parse(text))) if path.suffix == ".py" else text
    return hashlib.sha256(done.encode()).hexdigest()[:16]


def _bare(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    return tree


def plain(text: str) -> str:
    """Words without what a renderer does to them: line ends and backticks."""
    return " ".join(text.replace("`", "").split())


def sentences(root: Path, course: Iterable[str]) -> set[str]:
    """Every sentence of the grader's catalog, and every paragraph of files of its course.

    course: patterns of their paths.
    """
    own = _of_catalog((root / CATALOG).read_text(encoding="utf-8"))
    of_course = {
        text for pattern in course for path in sorted(root.glob(pattern)) for text in _paragraphs(path)
    }
    return {plain(text) for text in own | of_course}


@functools.cache
def _of_catalog(text: str) -> frozenset[str]:
    entries = polib.pofile(text)
    return frozenset(one for entry in entries for one in (entry.msgid, entry.msgid_plural) if one)


def _paragraphs(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    texts = list(_literals(ast.parse(text))) if path.suffix == ".py" else [text]
    for one in texts:
        yield from re.split(r"\n\s*\n|\"\"\"|^\s*\d\. ", one, flags=re.MULTILINE)


def _literals(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def shown(known: Iterable[str], words: str) -> list[str]:
    """The sentences that stand in some words. One word alone may be chance, and does not count."""
    read = plain(words)
    return sorted(sentence for sentence in known if _stands(sentence, read))


def _stands(sentence: str, read: str) -> bool:
    parts = _PLACE.split(sentence)
    if len(re.findall(r"\w+", " ".join(parts))) < 2 or any(part.strip() not in read for part in parts):
        return False
    return re.search(r"(?<!\w)" + ".{1,200}?".join(map(re.escape, parts)) + r"(?!\w)", read) is not None


def read_record(root: Path) -> dict[str, Made]:
    """What is written down, by the picture's name."""
    path = root / RECORD
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        name: Made(one["alt"], one["files"], tuple(one["sentences"])) for name, one in sorted(stored.items())
    }


def write_record(root: Path, record: Mapping[str, Made]) -> None:
    """Write it down."""
    stored = {
        name: {"alt": one.alt, "files": dict(sorted(one.files.items())), "sentences": list(one.sentences)}
        for name, one in sorted(record.items())
    }
    text = json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
    (root / RECORD).write_text(text, encoding="utf-8")
