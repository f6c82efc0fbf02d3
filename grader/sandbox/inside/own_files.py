"""Inside the child: what was handed in beside the submission, so that it can be imported and read.

The files lie in the child's own folder, each child's a copy. A module is imported by the name that its place
gives it; a name that Python or a library has is never one of these (the trusted side leaves such files out).
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import linecache
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from grader.sandbox import wire


class _Loader(importlib.abc.Loader):
    def __init__(self, file: str, text: str | None) -> None:
        # None for a folder that holds modules.
        self._file, self._text = file, text

    def exec_module(self, module: ModuleType) -> None:
        if self._text is None:
            return
        module.__file__ = self._file
        exec(compile(self._text, self._file, "exec", dont_inherit=True), module.__dict__)


class OwnModules(importlib.abc.MetaPathFinder):
    """Finds modules of the submission's owner."""

    def __init__(self, texts: dict[str, tuple[str, str]]) -> None:
        """texts: file and text, by dotted name."""
        self._texts = texts

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A module, or a folder above one."""
        if name in self._texts:
            return importlib.machinery.ModuleSpec(name, _Loader(*self._texts[name]))
        if any(own.startswith(f"{name}.") for own in self._texts):
            return importlib.machinery.ModuleSpec(name, _Loader(name, None), is_package=True)
        return None


def place(files: Sequence[wire.OwnFile], blob: bytearray) -> set[str]:
    """Write the files, and let imports find the modules. Returns the files of these."""
    texts: dict[str, tuple[str, str]] = {}
    for file in files:
        data = bytes(blob[file.offset : file.offset + file.size])
        _write(file.name, data)
        if file.name.endswith(".py"):
            text = data.decode(errors="replace")
            texts[file.name.removesuffix(".py").replace("/", ".")] = file.name, text
            # So that tracebacks show the student's lines.
            linecache.cache[file.name] = (
                len(text),
                None,
                [f"{line}\n" for line in text.split("\n")],
                file.name,
            )
    if texts:
        sys.meta_path.insert(0, OwnModules(texts))
    return {file for file, _ in texts.values()}


def _write(name: str, data: bytes) -> None:
    folder = os.path.dirname(name)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(name, "wb") as file:
        file.write(data)
    os.chmod(name, 0o444)
