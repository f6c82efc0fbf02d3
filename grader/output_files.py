"""Writing files so that nobody ever sees half of one, and packing some into a zip."""

from __future__ import annotations

import io
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.words.messages import Heard, InFile, Message, say

# The first that a zip can hold.
_DATE = (1980, 1, 1, 0, 0, 0)


def write_text(path: Path, text: str) -> None:
    """Write a whole file, or leave what was there. Raises UsageError where the folder cannot be written."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a whole file, or leave what was there. Raises UsageError where the folder cannot be written.

    The mode is what `open(path, "wb")` would leave: by the umask for a new file, as it was for an old one.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(path)
        # "x": the umask is applied by the kernel, since asking for it changes it for every thread.
        with aside.open("xb") as file:
            file.write(data)
        if mode is not None:
            aside.chmod(mode)
        os.replace(aside, path)
    except OSError as error:
        if os.path.exists(aside):
            os.unlink(aside)
        next_step = say("Name another folder, or allow writing to this one.")
        raise UsageError(_unwritable(path, error) + next_step) from None


def _mode(path: Path) -> int | None:
    """The permissions of a file that is there; None for no file, and for a link, which is replaced itself."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return None
    return found & 0o777 if stat.S_ISREG(found) else None


def append_text(path: Path, text: str) -> None:
    """Add to a file that others write to, too, or begin it. Raises UsageError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(_unwritable(path, error) + say("Name another file.")) from None


def _unwritable(path: Path, error: OSError) -> Message:
    why = Heard(error.strerror or str(error))
    return say("Cannot write {file}: {why}.", file=InFile(str(path)), why=why)


def zipped(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A zip of files by their names, in this order: the same bytes, whenever and wherever they are packed.

    stored: without compression.
    """
    import zipfile  # 5 ms of every start, for commands that pack nothing

    compression = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3  # Unix, wherever this is
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data, compression)
    return made.getvalue()
