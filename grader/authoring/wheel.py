"""The installed grader as a wheel, made without a network: for a kit to carry and install.

Works alike from a checkout (an editable install) and from an installed package. The same source gives the
same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import grader
from grader import __version__
from grader.errors import UsageError
from grader.output_files import zipped
from grader.words.messages import Code, Value, say

_PROJECT = "torchgrader"
_TAGS = "Wheel-Version: 1.0\nGenerator: torchgrader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
# What an installer wrote about this one installation.
_OF_THIS_INSTALLATION = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "WHEEL"}


def wheel() -> tuple[str, bytes]:
    """The file name and the bytes of a wheel of this grader.

    Raises UsageError where it is not installed, or the installed version is another one than the code's.
    """
    files = dict(sorted((*_package(), *_metadata(_installed()))))
    record = f"{_info_folder()}/RECORD"
    files[record] = _record(files, record)
    return f"{_PROJECT}-{__version__}-py3-none-any.whl", zipped(files)


def _installed() -> Distribution:
    try:
        found = distribution(_PROJECT)
    except PackageNotFoundError:
        found = None
    if found is None or found.version != __version__:
        got = say("No package {name} is installed here.", name=Value(_PROJECT))
        if found is not None:
            got = say("Version {got} is installed here.", got=Value(found.version))
        raise UsageError(
            say("The kit carries the grader, version {version}.", version=Value(__version__))
            + got
            + say("Install it with {command}.", command=Code("pip install ."))
            + say("Or give a wheel with {option}.", option=Code("--wheel"))
        )
    return found


def _package() -> Iterator[tuple[str, bytes]]:
    root = Path(grader.__file__).parent
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root.parent).as_posix(), path.read_bytes()


def _metadata(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    yield f"{_info_folder()}/WHEEL", _TAGS.encode()
    for path in installed.files or ():
        folder, _, name = path.as_posix().partition("/")
        if folder == _info_folder() and name not in _OF_THIS_INSTALLATION:
            yield path.as_posix(), path.read_binary()


def _info_folder() -> str:
    return f"{_PROJECT}-{__version__}.dist-info"


def _record(files: dict[str, bytes], own_name: str) -> bytes:
    """The list that a wheel ends with: each file, its SHA-256 and its size."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.writerow((name, f"sha256={digest}", len(content)))
    rows.writerow((own_name, "", ""))
    return lines.getvalue().encode()
