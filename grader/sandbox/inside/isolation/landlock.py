"""Landlock: file, network and signal rules that a process lays on itself and can never lift.

The second wall: it holds where a mistake in the mounts would let a path through, and at `Level.PROCESS` it is
the only one around files.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable, Sequence

from grader.sandbox.inside.isolation import kernel
from grader.sandbox.inside.isolation.paths import DEVICES, ZERO

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

# Rights over files, by bit (linux/landlock.h).
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_RENAME_ACROSS, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_READ = _READ_FILE | _READ_DIR
_OWN = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _RENAME_ACROSS | _TRUNCATE
_FOR_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEVICE

# How many rights each version of the interface knows; later ones know at least these.
_KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_KNOWN = 16
_NETWORK, _SCOPES = 0b11, 0b11


def version() -> int:
    """The kernel's Landlock interface; 0 where it has none."""
    return max(0, kernel.call(_CREATE_RULESET, None, 0, _VERSION))


def restrict(
    readable: Iterable[str], box: str, gpus: Sequence[str] = (), own_proc: Sequence[str] = ()
) -> int:
    """Allow reading `readable`, anything in `box`, the harmless devices; deny the rest. Returns the version.

    gpus: device files that may be talked to as well. own_proc: the folder where /proc tells of this process.
    With either, /dev/zero can only be read.
    Needs no_new_privs. Returns 0 and does nothing where the kernel has no Landlock; raises OSError otherwise.
    """
    abi = version()
    if not abi:
        return 0
    handled = (1 << _KNOWN.get(abi, _ALL_KNOWN)) - 1
    rules = _ruleset(abi, handled)
    _allow(rules, readable, _READ & handled)
    _allow(rules, [box], _OWN & handled)
    for device in DEVICES:
        rights = _READ_FILE if device == ZERO and (gpus or own_proc) else _READ_FILE | _WRITE_FILE
        _allow(rules, [device], rights & handled)
    _allow(rules, gpus, (_READ_FILE | _WRITE_FILE | _IOCTL_DEVICE) & handled)
    # Without the right to truncate: a thread's name is written into a file that is there.
    _allow(rules, own_proc, (_READ | _WRITE_FILE) & handled)
    kernel.check(kernel.call(_RESTRICT_SELF, rules, 0), "landlock")
    os.close(rules)
    return abi


def _ruleset(abi: int, handled: int) -> int:
    words = [handled, *([_NETWORK] if abi >= 4 else []), *([_SCOPES] if abi >= 6 else [])]
    try:
        return _create(words)
    except OSError as error:
        # Some distributions' kernels claim version 6 without its scopes.
        if abi < 6 or error.errno != errno.EINVAL:
            raise
        return _create(words[:2])


def _create(words: Sequence[int]) -> int:
    data = struct.pack(f"<{len(words)}Q", *words)
    return kernel.check(kernel.call(_CREATE_RULESET, data, len(data), 0), "landlock rules")


def _allow(rules: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        mask = rights if os.path.isdir(path) else rights & _FOR_FILES
        result = kernel.call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("<Qi", mask, fd), 0)
        kernel.check(result, "landlock rule", path)
        os.close(fd)
