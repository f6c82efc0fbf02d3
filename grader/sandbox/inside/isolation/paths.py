"""Which files a child may read: what Python and torch need at run time, and nothing of a person's.

No /home, /etc/passwd, /proc, no course; of our own package only what `_OURS` names.
Of a prefix such as /usr only the folders below are shown, because people keep courses in /usr/src.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

_OF_A_PREFIX = ("lib", "lib64", "bin", "share")
_SYSTEM = (
    "/lib",
    "/lib64",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
# Of our own package: both sides' shared ground, and what runs beside the student.
_OURS = (
    "__init__.py",
    "sandbox/__init__.py",
    "sandbox/wire.py",
    "sandbox/levels.py",
    "sandbox/libraries.py",
    "sandbox/plain_values.py",
    "sandbox/table_values.py",
    "sandbox/upstream_words.py",
    "sandbox/sim",
    "sandbox/inside",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
# Mapped by who may write to it, it is memory that is shared, which no limit of a GPU child sees.
ZERO = "/dev/zero"


def readable(package: str, folders: Sequence[str], *, more: Sequence[str] = ()) -> list[str]:
    """Absolute paths, parents before children, none inside another.

    package: the folder of `grader`; folders: site-packages and whatever else is imported from; more: what
    children for a GPU may read beside.
    """
    prefixes = ("/usr", "/usr/local", sys.base_prefix)
    ours = [os.path.join(package, part) for part in _OURS]
    wanted = [os.path.join(prefix, part) for prefix in prefixes for part in _OF_A_PREFIX]
    return _outermost(_with_targets([*wanted, *_SYSTEM, *more, *folders, *ours]))


def _with_targets(paths: Iterable[str]) -> set[str]:
    """Existing paths, and where they lead: a prefix may be reached through a link."""
    existing = [path for path in paths if os.path.exists(path)]
    return {*existing, *map(os.path.realpath, existing)}


def _outermost(paths: set[str]) -> list[str]:
    chosen: list[str] = []
    for path in sorted(paths, key=len):
        if not any(path == other or path.startswith(other + "/") for other in chosen):
            chosen.append(path)
    return chosen


def closed_installation(package: str, sites: Sequence[str]) -> str | None:
    """What of torch or of our package another user may not read, as after an installation under umask 077."""
    parts = [os.path.join(site, "torch") for site in sites]
    files = [os.path.join(folder, "__init__.py") for folder in parts]
    ours = [os.path.join(package, part) for part in _OURS]
    # Folders first: what lies in a closed one cannot even be looked at.
    order = [*sites, *parts, *files, *ours, os.path.join(package, "sandbox/inside/child.py")]
    return closed_to_others(path for path in order if os.path.exists(path))


def closed_to_others(paths: Iterable[str]) -> str | None:
    """The first of these paths, or a folder above, that another user may not enter or read; or None."""
    for path in paths:
        need = 0o5 if os.path.isdir(path) else 0o4
        if os.stat(path).st_mode & need != need:
            return path
        while path != "/":
            path = os.path.dirname(path)
            if not os.stat(path).st_mode & 0o1:
                return path
    return None
