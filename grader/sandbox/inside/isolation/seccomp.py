"""The system calls that are left: an allow-list, as a BPF program, for x86_64.

foreign ABI (32 bit, x32)      the process is killed
listed                         allowed, some only with the arguments named below
clone                          only as a thread of this process; clone3 "does not exist", so libc uses clone
newer than the list, unlisted  "does not exist", so that libraries use their older way
anything else                  "not permitted": fork, exec, sockets, ptrace, mount, keyrings, …
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

from grader.sandbox.inside.isolation import kernel, openings
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason
from grader.sandbox.levels import Reason

# name number; the frequent ones first, because the program is read from the top.
_ALLOWED = """
read 0 write 1 futex 202 mmap 9 munmap 11 madvise 28 mprotect 10 brk 12 openat 257 close 3 newfstatat 262
fstat 5 lseek 8 clock_gettime 228 gettimeofday 96 getpid 39 gettid 186 sched_yield 24 getrandom 318
rseq 334 open 2 stat 4 lstat 6 poll 7 rt_sigaction 13 rt_sigprocmask 14 rt_sigreturn 15 pread64 17
pwrite64 18 readv 19 writev 20 access 21 pipe 22 select 23 mremap 25 msync 26 mincore 27 dup 32 dup2 33
pause 34 nanosleep 35 getitimer 36 alarm 37 setitimer 38 exit 60 uname 63 flock 73 fsync 74 fdatasync 75
truncate 76 ftruncate 77 getdents 78 getcwd 79 chdir 80 rename 82 mkdir 83 rmdir 84 creat 85 unlink 87
readlink 89 chmod 90 fchmod 91 umask 95 getrlimit 97 getrusage 98 sysinfo 99 times 100 getuid 102
getgid 104 geteuid 107 getegid 108 getppid 110 getpgrp 111 getgroups 115 getresuid 118 getresgid 120
rt_sigpending 127 rt_sigtimedwait 128 sigaltstack 131 statfs 137 fstatfs 138 sched_getparam 143
sched_getscheduler 145 sched_get_priority_max 146 sched_get_priority_min 147 arch_prctl 158 time 201
sched_getaffinity 204 getdents64 217 set_tid_address 218 restart_syscall 219 fadvise64 221
clock_getres 229 clock_nanosleep 230 exit_group 231 epoll_wait 232 epoll_ctl 233 get_mempolicy 239
mkdirat 258 unlinkat 263 renameat 264 readlinkat 267 fchmodat 268 faccessat 269 pselect6 270 ppoll 271
set_robust_list 273 get_robust_list 274 utimensat 280 fallocate 285 eventfd2 290 epoll_create1 291
dup3 292 pipe2 293 preadv 295 pwritev 296 getcpu 309 renameat2 316 membarrier 324 statx 332
close_range 436 faccessat2 439
"""
_NEWEST = 334
_IOCTL, _CLONE, _KILL, _FCNTL, _PRCTL, _TGKILL, _PRLIMIT, _CLONE3 = 16, 56, 62, 72, 157, 234, 302, 435
# Terminal questions and flags of descriptors: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Locks, flags, duplicates, pipe sizes; not the owner of a descriptor, to whom signals would go.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
# Names of threads and of memory, and questions.
_PRCTLS = (15, 16, kernel.GET_NO_NEW_PRIVS, kernel.GET_SECCOMP, 3, 0x5356_4D41)
# Of clone's flags, those that make a namespace, and CLONE_THREAD: only the latter may and must be set.
_CLONE_MASK, _CLONE_THREAD = 0x7E03_0080, 0x0001_0000

ALLOW, FAIL, _DIE = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
_DENY, _ABSENT = FAIL | errno.EPERM, FAIL | errno.ENOSYS
# Instructions: load a word, jump if equal / at least / greater, and, return.
LOAD, EQUAL, _AT_LEAST, _GREATER, AND, RETURN = 0x20, 0x15, 0x35, 0x25, 0x54, 0x06
NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_X86_64, _X32 = 0xC000_003E, 0x4000_0000

_SECCOMP, _SET_FILTER, _ALL_THREADS = 317, 1, 1

Instruction = tuple[int, int, int, int]


def missing() -> Reason | None:
    """Why no filter can be set here, or None."""
    if platform.machine() != "x86_64" or struct.calcsize("P") != 8:
        return reason("no call table", platform.machine())
    if kernel.prctl(kernel.GET_SECCOMP) < 0:
        return reason("no seccomp")
    return None


def program(pid: int, *, gpu: bool = False) -> bytes:
    """The filter for a process that calls itself `pid`.

    gpu: with what `openings` names. Every ioctl: NVIDIA's driver is spoken to by nothing else, in numbers
    that change with it, and no other descriptor that a child can have knows one of note.
    """
    numbers = [int(word) for word in _ALLOWED.split()[1::2]]
    code: list[Instruction] = [
        (LOAD, 0, 0, _ARCH),
        (EQUAL, 1, 0, _X86_64),
        (RETURN, 0, 0, _DIE),
        (LOAD, 0, 0, NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (RETURN, 0, 0, _DIE),
    ]
    for number in numbers:
        code += when(number, ALLOW)
    code += _of_cuda(pid) if gpu else []
    code += _only(_IOCTL, 1, _IOCTLS)
    code += _only(_FCNTL, 1, _FCNTLS)
    code += _only(_PRCTL, 0, _PRCTLS)
    code += _only(_KILL, 0, (pid,))
    code += _only(_TGKILL, 0, (pid,))
    code += _only(_PRLIMIT, 0, (0, pid))
    code += _only(_CLONE, 0, (_CLONE_THREAD,), mask=_CLONE_MASK)
    code += when(_CLONE3, _ABSENT)
    code += [(_GREATER, 0, 1, _NEWEST), (RETURN, 0, 0, _ABSENT), (RETURN, 0, 0, _DENY)]
    return packed(code)


def packed(code: Iterable[Instruction]) -> bytes:
    """Instructions as the kernel reads them."""
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _of_cuda(pid: int) -> list[Instruction]:
    code = []
    for opening in openings.TABLE:
        for number in opening.calls:
            code += when(number, ALLOW)
        for number, argument, values in opening.bounded:
            code += _only(number, argument, values)
        for number in opening.of_itself:
            code += _only(number, 0, (0, pid))
    return code


def when(value: int, verdict: int) -> list[Instruction]:
    """If the loaded word is `value`: the verdict. Else go on."""
    return [(EQUAL, 0, 1, value), (RETURN, 0, 0, verdict)]


def _only(number: int, argument: int, values: tuple[int, ...], mask: int | None = None) -> list[Instruction]:
    """If the call is `number`: allowed where the low word of an argument is one of `values`, else denied."""
    body: list[Instruction] = [(LOAD, 0, 0, _FIRST_ARGUMENT + 8 * argument)]
    if mask is not None:
        body.append((AND, 0, 0, mask))
    for value in values:
        body += when(value, ALLOW)
    body.append((RETURN, 0, 0, _DENY))
    return [(EQUAL, 0, len(body), number), *body]


def install(code: bytes) -> None:
    """Lay the filter on every thread of this process, for ever. Needs no_new_privs. Raises OSError."""
    result = install_filter(code, _ALL_THREADS)
    if result:
        raise UnavailableError(reason("other filter", str(result), str(os.getpid())), number=errno.ESRCH)


def install_filter(code: bytes, flags: int) -> int:
    """seccomp(2): what it returns. Raises OSError."""
    buffer = ctypes.create_string_buffer(code, len(code))
    descriptor = struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    return kernel.check(kernel.call(_SECCOMP, _SET_FILTER, flags, descriptor), "seccomp")
