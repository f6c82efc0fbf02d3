"""Which system calls a child may make: an allow-list for x86_64, compiled to BPF once in the zygote.

Everything that is not named answers EPERM; calls that are newer than the list, and `clone3`, answer ENOSYS, so
that libraries fall back to older ones; a foreign system-call interface (32 bit, x32) ends the process.
No fork and no exec: RLIMIT_AS therefore bounds memory, and no daemon can stay behind.
"""

from __future__ import annotations

import errno
import struct

_ALLOWED = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "pipe": 22,
    "select": 23, "sched_yield": 24, "mremap": 25, "msync": 26, "mincore": 27, "madvise": 28, "dup": 32,
    "dup2": 33, "pause": 34, "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38, "getpid": 39,
    "exit": 60, "uname": 63, "flock": 73, "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77,
    "getdents": 78, "getcwd": 79, "chdir": 80, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85,
    "unlink": 87, "readlink": 89, "chmod": 90, "fchmod": 91, "umask": 95, "gettimeofday": 96,
    "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104,
    "geteuid": 107, "getegid": 108, "getppid": 110, "getpgrp": 111, "getgroups": 115, "getresuid": 118,
    "getresgid": 120, "rt_sigpending": 127, "rt_sigtimedwait": 128, "sigaltstack": 131, "statfs": 137,
    "fstatfs": 138, "sched_getparam": 143, "sched_getscheduler": 145, "sched_get_priority_max": 146,
    "sched_get_priority_min": 147, "arch_prctl": 158, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218, "restart_syscall": 219,
    "fadvise64": 221, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "epoll_wait": 232, "epoll_ctl": 233, "get_mempolicy": 239, "openat": 257, "mkdirat": 258,
    "newfstatat": 262, "unlinkat": 263, "renameat": 264, "readlinkat": 267, "fchmodat": 268,
    "faccessat": 269, "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "get_robust_list": 274,
    "utimensat": 280, "eventfd2": 290, "epoll_create1": 291, "dup3": 292, "pipe2": 293, "getcpu": 309,
    "renameat2": 316, "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "close_range": 436,
    "faccessat2": 439,
}  # fmt: skip
_KILL, _TGKILL, _PRCTL, _PRLIMIT, _IOCTL, _FCNTL, _CLONE, _CLONE3 = 62, 234, 157, 302, 16, 72, 56, 435
_LAST_KNOWN = 334

_ALLOW = 0x7FFF0000
_REFUSE = 0x50000 | errno.EPERM
_UNKNOWN = 0x50000 | errno.ENOSYS
_END = 0x80000000

_X86_64 = 0xC000003E
_X32 = 0x40000000
# What a call that makes a thread of this very process must set, among the flags that matter.
_CLONE_MASK, _CLONE_THREAD = 0x7E030080, 0x10000

# Terminal queries and close-on-exec; thread names; descriptors' flags without signals' owners.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
_PRCTLS = (3, 15, 16, 21, 39, 0x53564D41)
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)


class _Program:
    def __init__(self) -> None:
        self.code: list[tuple[int, int, int, int]] = []

    def load(self, offset: int) -> None:
        self.code.append((0x20, 0, 0, offset))

    def answer(self, action: int) -> None:
        self.code.append((0x06, 0, 0, action))

    def when(self, value: int, action: int) -> None:
        self.code.append((0x15, 0, 1, value & 0xFFFFFFFF))
        self.answer(action)

    def unless(self, value: int, action: int) -> None:
        self.code.append((0x15, 1, 0, value))
        self.answer(action)

    def from_on(self, value: int, action: int) -> None:
        self.code.append((0x35, 0, 1, value))
        self.answer(action)

    def by_argument(self, number: int, argument: int, values: tuple[int, ...]) -> None:
        """Allow a call only with one of these values in the low half of an argument."""
        self.code.append((0x15, 0, 2 * len(values) + 2, number))
        self.load(16 + 8 * argument)
        for value in values:
            self.when(value, _ALLOW)
        self.answer(_REFUSE)

    def threads_only(self) -> None:
        self.code.append((0x15, 0, 5, _CLONE))
        self.load(16)
        self.code.append((0x54, 0, 0, _CLONE_MASK))
        self.when(_CLONE_THREAD, _ALLOW)
        self.answer(_REFUSE)

    def packed(self) -> bytes:
        return b"".join(struct.pack("<HBBI", *instruction) for instruction in self.code)


def program(pid: int) -> bytes:
    """The filter for a child that knows itself as `pid`."""
    built = _Program()
    built.load(4)
    built.unless(_X86_64, _END)
    built.load(0)
    built.from_on(_X32, _END)
    hot = ("read", "write", "futex", "mmap", "munmap", "mprotect", "madvise", "close", "openat", "lseek", "fstat")
    for name in hot:
        built.when(_ALLOWED[name], _ALLOW)
    built.by_argument(_IOCTL, 1, _IOCTLS)
    built.by_argument(_PRCTL, 0, _PRCTLS)
    built.by_argument(_KILL, 0, (pid,))
    built.by_argument(_TGKILL, 0, (pid,))
    built.by_argument(_PRLIMIT, 0, (0, pid))
    built.by_argument(_FCNTL, 1, _FCNTLS)
    built.threads_only()
    built.when(_CLONE3, _UNKNOWN)
    for name, number in _ALLOWED.items():
        if name not in hot:
            built.when(number, _ALLOW)
    built.code.append((0x25, 0, 1, _LAST_KNOWN))
    built.answer(_UNKNOWN)
    built.answer(_REFUSE)
    return built.packed()
