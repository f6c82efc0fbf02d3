"""Which class an exception of the student's process has on this side: by a table, not by its own word."""

from __future__ import annotations

import builtins
import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final

# Modules whose exceptions are known by name.
_MODULES: Final = frozenset((
    "array", "ast", "asyncio.exceptions", "asyncio.queues", "binascii", "calendar",
    "concurrent.futures._base", "configparser", "copy", "csv", "_csv", "ctypes", "dataclasses", "decimal",
    "difflib", "email.errors", "fractions", "getopt", "graphlib", "gzip", "http.client", "inspect",
    "json.decoder", "locale", "lzma", "_lzma", "math", "multiprocessing.context", "numpy",
    "numpy.exceptions", "numpy.linalg", "numpy.linalg.linalg", "numpy.linalg._linalg", "numpy.ma",
    "numpy.ma.core", "pandas.errors", "pandas._libs.tslibs.np_datetime", "pandas._libs.tslibs.parsing",
    "pickle", "_pickle", "queue", "_queue", "re", "re._constants", "sre_constants", "scipy.linalg",
    "scipy.linalg._misc", "shutil", "socket", "sqlite3", "statistics", "string", "struct", "subprocess",
    "sympy.core.sympify", "tarfile", "tokenize", "torch", "traceback", "types", "unicodedata",
    "unittest.case", "urllib.error", "uuid", "xml.etree.ElementTree", "xml.parsers.expat", "zipfile",
    "zlib", "zoneinfo", "zoneinfo._common",
))  # fmt: skip
_OWN: Final = "__main__"


class ExceptionClasses:
    """Exception classes by what the child calls them, "module:name"."""

    def __init__(self, own: Callable[[str], object], is_asked: Callable[[str], bool]) -> None:
        """own: what a name of the instructor's holds, or None. is_asked: whether students write the class."""
        self._own = own
        self._is_asked = is_asked
        self._stand_ins: dict[str, type[BaseException]] = {}

    def of(self, kinds: Sequence[object]) -> type[BaseException]:
        """The first of these classes that is known here; RuntimeError where none is."""
        for number, kind in enumerate(kinds):
            found = self._known(kind) if isinstance(kind, str) else None
            if found is None and isinstance(kind, str) and self._is_students(kind):
                found = self._stand_in(kind, kinds[number + 1 :])
            if found is not None:
                return found
        return RuntimeError

    def _known(self, kind: str) -> type[BaseException] | None:
        module, _, name = kind.partition(":")
        if module == _OWN:
            return _raised_here(self._own(name))
        if module == "builtins":
            return _raised_here(getattr(builtins, name, None))
        if module not in _MODULES:
            return None
        try:
            return _raised_here(getattr(importlib.import_module(module), name, None))
        except ImportError:
            return None

    def _is_students(self, kind: str) -> bool:
        module, _, name = kind.partition(":")
        return module == _OWN and name.isidentifier() and self._is_asked(name)

    def _stand_in(self, kind: str, others: Sequence[object]) -> type[BaseException]:
        """A class that students write: of the same name, and derived from what is known of its bases."""
        if kind not in self._stand_ins:
            name = kind.partition(":")[2]
            self._stand_ins[kind] = type(name, (self.of([*others, "builtins:Exception"]),), {})
        return self._stand_ins[kind]


def _raised_here(found: object) -> type[BaseException] | None:
    """A class that may be raised on this side: no interrupt of the grader's own."""
    if isinstance(found, type) and issubclass(found, (Exception, SystemExit)):
        return found
    return None


def instance(kind: type[BaseException], arguments: Sequence[Any], held: Sequence[Any]) -> BaseException:
    """An exception with these arguments, which holds what it held.

    What the instructor's class does when it is made was done in the student's process.
    """
    error = kind.__new__(kind, *arguments)
    if type(kind.__init__).__name__ == "wrapper_descriptor":
        try:
            error = kind(*arguments)
        except Exception:  # made of other arguments than it keeps: JSONDecodeError
            error = kind.__new__(kind, *arguments)
    plain = {key: item for key, item in held if isinstance(key, str) and not key.startswith("__")}
    error.__dict__.update(plain)
    return error
