"""Which files a child may open: reading where Python and torch live, writing in its own box, nothing else."""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable

from grader.sandbox.isolation import system

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

READ = _READ_FILE | _READ_DIR
WRITE = READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER
DEVICE = _READ_FILE | _WRITE_FILE
# How many of the rights a version of the kernel's interface knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}


def restrict(readable: Iterable[str], writable: Iterable[str], devices: Iterable[str]) -> int:
    """Close everything but these for this process; returns the ABI, 0 where the kernel has no Landlock."""
    abi = system.landlock_abi()
    if abi < 1:
        return 0
    handled = (1 << _RIGHTS.get(abi, 16)) - 1
    ruleset = _ruleset(abi, handled)
    for paths, access in ((readable, READ), (writable, WRITE), (devices, DEVICE)):
        for path in paths:
            _allow(ruleset, path, access & handled)
    system.landlock_restrict(ruleset)
    os.close(ruleset)
    return abi


def _ruleset(abi: int, handled: int) -> int:
    # Files; since 4 also binding and connecting of TCP; since 6 also abstract sockets and signals.
    network, scopes = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    try:
        return system.landlock_ruleset(struct.pack("<QQQ", handled, network, scopes)[:size])
    except OSError as error:
        if error.errno != errno.EINVAL or not scopes:
            raise
        # Some kernels claim version 6 and know no scopes.
        return system.landlock_ruleset(struct.pack("<QQ", handled, network))


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        system.landlock_allow(ruleset, descriptor, access if os.path.isdir(path) else access & _FOR_FILES)
    finally:
        os.close(descriptor)
