"""System calls that Python 3.11 has no word for. A failure is an UnavailableError naming what was tried."""

from __future__ import annotations

import ctypes
import errno
import os

from grader.sandbox.inside.isolation.reasons import UnavailableError, reason

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

# Flags of unshare(2) and setns(2).
NEW_MOUNT, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_PID, NEW_NET = 0x1000_0000, 0x2000_0000, 0x4000_0000

# Flags of mount(2).
NO_SUID, NO_DEV, NO_EXEC, READ_ONLY = 2, 4, 8, 1
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18

# Operations of prctl(2).
SET_DEATH_SIGNAL, SET_DUMPABLE, GET_SECCOMP, DROP_BOUNDING = 1, 4, 21, 24
SET_NO_NEW_PRIVS, GET_NO_NEW_PRIVS, AMBIENT, AMBIENT_CLEAR = 38, 39, 47, 4

# Call numbers that are the same on every architecture (all were added after the tables were unified).
_MOUNT_SETATTR, CLOSE_RANGE = 442, 436
# x86_64 alone; `Level.FULL` refuses elsewhere.
_PIVOT_ROOT = 155

_AT_FDCWD, _AT_RECURSIVE, _MNT_DETACH = -100, 0x8000, 2


def check(result: int, key: str, *values: str) -> int:
    """The result. Where it is negative, raises UnavailableError: key, values, and the system's words."""
    if result < 0:
        number = ctypes.get_errno()
        raise UnavailableError(reason(key, *values, os.strerror(number)), number=number)
    return result


def call(number: int, *arguments: int | bytes | None) -> int:
    """A raw system call; -1 on failure with errno kept for `check`."""
    words = [ctypes.c_long(word) if isinstance(word, int) else ctypes.c_char_p(word) for word in arguments]
    return int(_libc.syscall(ctypes.c_long(number), *words))


def prctl(operation: int, argument: int = 0) -> int:
    """prctl(2) with one argument; -1 on failure."""
    return int(_libc.prctl(operation, argument, 0, 0, 0))


def unshare(flags: int, kind: str) -> None:
    """Leave namespaces behind. kind: "mount", "pid". Raises OSError naming it."""
    result = _libc.unshare(flags)
    if result < 0 and ctypes.get_errno() == errno.ENOSPC:
        # The kernel's words would be "No space left on device".
        raise UnavailableError(reason("no more namespaces", kind), number=errno.ENOSPC)
    check(result, "namespace", kind)


def set_namespace(fd: int, flags: int, kind: str) -> None:
    """Join namespaces of the process that a pidfd stands for. Raises OSError."""
    check(_libc.setns(fd, flags), "join namespace", kind)


def die_with_parent() -> None:
    """SIGKILL when the parent ends. Forgotten by the kernel at every change of ids: call again."""
    check(prctl(SET_DEATH_SIGNAL, 9), "end with parent")


def close_from(lowest: int) -> None:
    """Close every descriptor from `lowest` up. Raises OSError (before Linux 5.9)."""
    check(call(CLOSE_RANGE, lowest, 0x7FFF_FFFF, 0), "close descriptors")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2). Raises OSError naming the target."""
    words = [None if word is None else word.encode() for word in (source, target, kind)]
    result = _libc.mount(*words, flags, None if data is None else data.encode())
    check(result, "mount", target)


def restrict_mount(target: str, *, read_only: bool, devices: bool) -> None:
    """Take rights from a mount and all below it: always allowed. Raises OSError (before Linux 5.12)."""
    attributes = (1 if read_only else 0) | NO_SUID | (0 if devices else NO_DEV)
    words = b"".join(word.to_bytes(8, "little") for word in (attributes, 0, 0, 0))
    result = call(_MOUNT_SETATTR, _AT_FDCWD, target.encode(), _AT_RECURSIVE, words, len(words))
    check(result, "restrict mount", target)


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root, let go of the old one. Raises OSError."""
    os.chdir(new)
    check(call(_PIVOT_ROOT, b".", old.encode()), "change root")
    os.chdir("/")
    check(_libc.umount2(f"/{old}".encode(), _MNT_DETACH), "leave old root")


def capset_nothing() -> None:
    """Give up every capability. Raises OSError."""
    header = (0x2008_0522).to_bytes(4, "little") + bytes(4)
    check(_libc.capset(header, bytes(24)), "give up capabilities")


def capabilities() -> int:
    """The effective capabilities of this process, as a bit set."""
    header = (0x2008_0522).to_bytes(4, "little") + bytes(4)
    sets = ctypes.create_string_buffer(24)
    check(_libc.capget(header, sets), "read capabilities")
    return int.from_bytes(sets.raw[0:4], "little") | int.from_bytes(sets.raw[12:16], "little") << 32


def advise(address: int, length: int, advice: int) -> bool:
    """madvise(2); whether it was done. Advice may be declined."""
    return int(_libc.madvise(address, length, advice)) == 0
