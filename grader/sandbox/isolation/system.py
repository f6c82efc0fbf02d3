"""The few system calls that Python's `os` has no name for. Linux only; imported where walls are built."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
_libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_GET_SECCOMP, PR_SET_DUMPABLE = 1, 21, 4
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 38, 39, 47

# The numbers are x86_64's; landlock's, close_range's and madvise's are the same on every architecture.
_PIVOT_ROOT, _CAPSET, _SECCOMP, _CLOSE_RANGE = 155, 126, 317, 436
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
MADV_COLLAPSE = 25


def is_x86_64() -> bool:
    """Whether the system-call numbers and filters here are this machine's."""
    return platform.machine() == "x86_64"


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _syscall(number: int, *arguments: Any) -> int:
    raw = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    return int(_libc.syscall(ctypes.c_long(number), *raw))


def unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    _checked(_libc.setns(fd, kind), "setns")


def prctl(option: int, *arguments: int) -> int:
    """Returns the kernel's answer; raises OSError."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _checked(_libc.prctl(option, *padded), f"prctl {option}")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    raw = [None if part is None else part.encode() for part in (source, target, kind, data)]
    _checked(_libc.mount(raw[0], raw[1], raw[2], flags, raw[3]), f"mount {source} on {target}")


def pivot_root(new: str, old: str) -> None:
    _checked(_syscall(_PIVOT_ROOT, new.encode(), old.encode()), "pivot_root")


def unmount_lazily(target: str) -> None:
    _checked(_libc.umount2(target.encode(), 2), f"umount {target}")


def close_from(first: int) -> None:
    """Close every descriptor from this one on."""
    _checked(_syscall(_CLOSE_RANGE, first, 0x7FFFFFFF, 0), "close_range")


def die_with_parent() -> None:
    """SIGKILL when the parent ends; must be said again after a change of credentials."""
    prctl(PR_SET_PDEATHSIG, 9)


def drop_all_capabilities() -> None:
    """No capability now, and none to be gained."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # past the last one that this kernel knows, or none may be dropped
    _libc.prctl(PR_CAP_AMBIENT, 4, 0, 0, 0)
    header = struct.pack("<Ii", 0x20080522, 0)
    _checked(_syscall(_CAPSET, ctypes.c_char_p(header), ctypes.c_char_p(bytes(24))), "capset")


def landlock_abi() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    return max(0, _syscall(_LANDLOCK_CREATE, None, 0, 1))


def landlock_ruleset(attributes: bytes) -> int:
    return _checked(
        _syscall(_LANDLOCK_CREATE, ctypes.c_char_p(attributes), len(attributes), 0), "landlock_create_ruleset"
    )


def landlock_allow(ruleset: int, folder: int, access: int) -> None:
    rule = struct.pack("<Qi", access, folder)
    _checked(_syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0), "landlock_add_rule")


def landlock_restrict(ruleset: int) -> None:
    _checked(_syscall(_LANDLOCK_RESTRICT, ruleset, 0), "landlock_restrict_self")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def install_filter(code: bytes) -> None:
    """A seccomp filter for every thread of this process."""
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    _checked(_syscall(_SECCOMP, 1, 1, ctypes.byref(program)), "seccomp")


def collapse(address: int, size: int) -> bool:
    """Ask for a huge page here; best effort."""
    return bool(_libc.madvise(address, size, MADV_COLLAPSE) == 0)
