"""Trusted side: which libraries a child can import here, and which of those that a text names it cannot."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.machinery import PathFinder

from grader.model import Cell
from grader.sandbox import libraries
from grader.sandbox.outside.site_packages import sites
from grader.submission.imports import imported

# PyTorch's own module is there in any case, and needs another.
_NEEDS = {"torch.utils.tensorboard": "tensorboard"}


# What the grader's own processes need, beside what students know.
_OURS = frozenset((
    "torch", "numpy", "grader", "functorch", "torchgen", "msgspec", "filelock", "fsspec", "jinja2",
    "markupsafe", "mpmath", "packaging", "setuptools", "typing_extensions", "pkg_resources",
    "site", "sitecustomize", "submission",
))  # fmt: skip


def is_library(file: str) -> bool:
    """Whether a module handed in has the name of a library: `torch.py`, or what lies in a folder `torch`."""
    top = file.split("/")[0]
    name = top.removesuffix(".py")
    is_module = file.endswith(".py")
    return is_module and (name in _OURS or name in libraries.KNOWN or name in sys.stdlib_module_names)


@cache
def is_installed(library: str) -> bool:
    """Whether a child finds a module: it may import from the standard library and from site-packages."""
    top, *below = _NEEDS.get(library, library).split(".")
    if top in sys.stdlib_module_names:
        return True
    spec = PathFinder.find_spec(top, sites())
    for number, part in enumerate(below):
        inside = spec.submodule_search_locations if spec is not None else None
        name = ".".join((top, *below[: number + 1]))
        spec = PathFinder.find_spec(name, list(inside)) if inside and part else None
    return spec is not None


def missing_libraries(cells: Iterable[Cell]) -> list[str]:
    """The known libraries that a text imports, anywhere in it, and that are not installed here."""
    modules = {module for cell in cells for module in imported(cell.text)}
    found = {libraries.known(module) for module in modules} - {""}
    return sorted(library for library in found if not is_installed(library))


def confirmed(library: str, cells: Iterable[Cell]) -> str:
    """A library that a child says it needs, where that can be so; else an empty string.

    It is known, it is not here, and the text names it: more a child's word cannot say.
    """
    if library not in libraries.KNOWN or is_installed(library):
        return ""
    word = re.compile(rf"(?<![\w.]){re.escape(library)}(?!\w)")
    # `from torch.utils import tensorboard`, `from google import colab`.
    last = re.compile(rf"\b{re.escape(library.rpartition('.')[2])}\b")
    return library if any(word.search(cell.text) or last.search(cell.text) for cell in cells) else ""
