"""Files that are something else than their name says, or no code at all: each is named, with what to do."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from grader.errors import SubmissionError
from grader.submission import file_names as names
from grader.words.messages import NOTHING, Code, InFile, Message, Name, Value, say

_LFS: Final = b"version https://git-lfs.github.com/"
_WEB_PAGE: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_NOTEBOOK: Final = re.compile(r'\s*\{.*"(?:cells|worksheets|nbformat)"\s*:', re.DOTALL)
_SCRIPT: Final = re.compile(r"^(?:import|from|def|class|#)\b|^# ", re.MULTILINE)
# Lines of a merge that was not finished, in their order.
_CONFLICT: Final = tuple(re.compile(sign, re.MULTILINE) for sign in ("^<{7} ", "^={7}$", "^>{7} "))
# What a file begins with.
_MAGIC: Final = (
    (b"PK\x03\x04", say("a zip archive")),
    (b"\x1f\x8b", say("an archive of another kind")),
    (b"Rar!", say("an archive of another kind")),
    (b"7z\xbc\xaf", say("an archive of another kind")),
    (b"%PDF", say("a PDF")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"\xd0\xcf\x11\xe0", say("a Word document")),
)
ARCHIVES: Final = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z", ".zst")
_TEXTS: Final = (".docx", ".doc", ".odt", ".rtf", ".pages", ".pptx")
_MARKDOWN: Final = (".md", ".markdown", ".myst")
# Notebooks of programs that write files of their own.
_TOOLS: Final = {
    ".dbc": "Databricks", ".deepnote": "Deepnote", ".sagews": "SageMath", ".zpln": "Zeppelin",
}  # fmt: skip
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".heic", ".gif", ".webp")
# Endings that a browser, a mail program or Windows puts behind a name.
_PUT_BEHIND: Final = (".txt", ".json", ".text", ".download", ".bin", ".rename")
# Characters that no editor writes, and the share of them that a text may have.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a]")
_SOME: Final = 0.02
# Characters in which the beginning of a page, or of a notebook, is looked for.
_HEAD: Final = 5_000

AGAIN: Final = say("Hand in the file itself.")
_HAND_IN: Final = say("Hand in a {endings} file.", endings=names.CODE_ENDINGS)


def refuse_other_content(data: bytes, name: str) -> None:
    """Raise SubmissionError where a script or notebook holds something else, by its first bytes."""
    file = InFile(name)
    if data.startswith(_LFS):
        pointer = say("{file} holds only a pointer of Git LFS, not the file.", file=file)
        raise SubmissionError(pointer + say("Run `git lfs pull`, and hand it in again."))
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise SubmissionError(
                say("{file} is {kind}, whatever its name says.", file=file, kind=kind) + AGAIN
            )


def refuse_other_text(text: str, name: str) -> None:
    """The same by what stands in the text: no text at all, a web page, an unfinished merge, a notebook."""
    file, head = InFile(name), text[:_HEAD]
    if len(_CONTROL.findall(head)) > _SOME * len(head):
        raise SubmissionError(say("{file} holds something else than text.", file=file) + _HAND_IN)
    if _WEB_PAGE.match(head):
        page = say("{file} is a web page, not the file that it shows.", file=file)
        raise SubmissionError(page + say("On GitHub, download the raw file.") + AGAIN)
    if line := _conflict(text):
        marker = say("{place}: this is a marker of a merge conflict.", place=InFile(name, line=line))
        raise SubmissionError(
            marker
            + say("Git could not join two versions of the file.")
            + say("Keep one of the two, delete the markers, and hand it in again.")
        )
    is_notebook = name.lower().endswith(".ipynb")
    if not is_notebook and _NOTEBOOK.match(head):
        stem = PurePath(name).stem
        saved = say("{file} is a notebook that was saved under another name.", file=file)
        raise SubmissionError(saved + say("Rename it to {name}.", name=InFile(f"{stem}.ipynb")))
    if is_notebook and not head.lstrip().startswith(("{", "[")) and _SCRIPT.search(head):
        stem = PurePath(name).stem
        script = say("{file} is not a notebook. It is a script.", file=file)
        raise SubmissionError(script + say("Rename it to {name}.", name=InFile(f"{stem}.py")))


def _conflict(text: str) -> int:
    """The line in which an unfinished merge begins, from 1; 0 where there is none."""
    at, begins = 0, 0
    for number, sign in enumerate(_CONFLICT):
        found = sign.search(text, at)
        if found is None:
            return 0
        at, begins = found.end(), found.start() if number == 0 else begins
    return text.count("\n", 0, begins) + 1


def kind_by_name(name: str) -> Message:
    """What a file is by its name, and what to hand in; empty for code, and for what is not known."""
    path, file = PurePath(name), InFile(names.shown(name))
    suffix = names.suffix(name)
    inner = names.suffix(path.stem)
    if suffix in _PUT_BEHIND and inner in names.CODE:
        ending = say("{file} has {ending} behind its name.", file=file, ending=Value(suffix))
        return ending + say("Rename it to {name}.", name=InFile(names.shown(path.stem)))
    if suffix in ARCHIVES:
        archive = say("{file} is an archive that the grader does not open.", file=file)
        return archive + say("Hand in a `.zip`, or the file itself.")
    if suffix == ".pdf":
        printed = say("{file} is a PDF. It shows code, but nobody can run it.", file=file)
        return printed + say("Hand in the notebook or script that it shows.")
    if suffix in (".html", ".htm", ".mhtml", ".webarchive"):
        return say("{file} is a web page.", file=file) + say("Hand in the notebook or script that it shows.")
    if suffix in _TEXTS:
        return say("{file} is a text document.", file=file) + _HAND_IN
    if suffix in _MARKDOWN:
        text = say("{file} is a text in Markdown.", file=file)
        command = f"jupytext --to ipynb {names.shown(name)}"
        return text + say("If it has code, make a notebook of it: {command}", command=Code(command))
    if suffix in _TOOLS:
        notebook = say("{file} is a notebook of {program}.", file=file, program=Name(_TOOLS[suffix]))
        return notebook + say("Export it there as a {endings} file.", endings=names.CODE_ENDINGS)
    if suffix in _PICTURES:
        return say("{file} is a picture.", file=file) + say("Hand in the code itself, as text.")
    return NOTHING
