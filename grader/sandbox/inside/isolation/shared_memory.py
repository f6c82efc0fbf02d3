"""The host's memory that no resource limit sees in a child for a GPU: counted by the zygote, call by call.

A child for the CPU has its address space limited. CUDA reserves more addresses than any machine has memory,
so a child for a GPU has its private data limited instead, and three kinds of memory are not that: what is
shared, with or without a file, and what grows like a stack. Calls for the first two go to the zygote, which
reads their numbers, never the child's memory, and lets them go on until a sum is reached. The third is
refused, and /dev/zero, which is shared memory where it can be written to, can only be read (`landlock`).

    child    filter 1: memfd_create, mmap of shared memory without a file → ask the zygote; the rest → allowed
             filter 2: seccomp.program
    zygote   polls the listener of each child, beside what else it waits for

Pages that NVIDIA's driver allocates on behalf of a child (pinned or managed memory) are the kernel's, and are
seen by nobody here.
"""

from __future__ import annotations

import array
import errno
import fcntl
import os
import socket
import struct

from grader.sandbox.inside.isolation import seccomp

# Memory files that a child may make in its life; the size of each is limited as any file's.
MEMORY_FILES = 16

_MEMFD_CREATE, _MMAP = 319, 9
_SHARED, _ANONYMOUS, _GROWS_DOWN = 0x01, 0x20, 0x100
_NEW_LISTENER, _GO_ON = 8, 1
_NOTIFY = 0x7FC0_0000
# struct seccomp_notif: id, pid, flags, call, architecture, instruction, six arguments; and its answer.
_ASKED = struct.Struct("<QIIiIQ6Q")
_ANSWER = struct.Struct("<QqiI")
_RECEIVE, _SEND = 0xC050_2100, 0xC018_2101
_FOURTH_ARGUMENT = 16 + 8 * 3


class Account:
    """What one child has been granted."""

    def __init__(self, shared_bytes: int) -> None:
        self.shared_bytes = shared_bytes
        self.memory_files = MEMORY_FILES

    def grants(self, call: int, arguments: tuple[int, ...]) -> bool:
        """Whether this call may go on; then it counts."""
        if call == _MEMFD_CREATE:
            self.memory_files -= 1
            return self.memory_files >= 0
        size = arguments[1]
        if size > self.shared_bytes:
            return False
        self.shared_bytes -= size
        return True


def program() -> bytes:
    """The first filter: which calls are asked about."""
    refused = seccomp.FAIL | errno.ENOMEM
    both = _SHARED | _ANONYMOUS
    of_mmap = [
        (seccomp.LOAD, 0, 0, _FOURTH_ARGUMENT),
        (seccomp.AND, 0, 0, _GROWS_DOWN),
        (seccomp.EQUAL, 1, 0, 0),
        (seccomp.RETURN, 0, 0, refused),
        (seccomp.LOAD, 0, 0, _FOURTH_ARGUMENT),
        (seccomp.AND, 0, 0, both),
        *seccomp.when(both, _NOTIFY),
        (seccomp.RETURN, 0, 0, seccomp.ALLOW),
    ]
    return seccomp.packed([
        (seccomp.LOAD, 0, 0, seccomp.NUMBER),
        *seccomp.when(_MEMFD_CREATE, _NOTIFY),
        (seccomp.EQUAL, 0, len(of_mmap), _MMAP),
        *of_mmap,
        (seccomp.RETURN, 0, 0, seccomp.ALLOW),
    ])  # fmt: skip


def hand_over(channel: int) -> None:
    """In the child, before the second filter: from now on the zygote is asked. Closes `channel`.

    Needs no_new_privs, and one thread. Raises OSError.
    """
    listener = seccomp.install_filter(program(), _NEW_LISTENER)
    with socket.socket(fileno=channel) as zygote:
        zygote.sendmsg([b"!"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
    os.close(listener)


def receive(channel: socket.socket) -> int | None:
    """In the zygote: the listener of a child, or None where it ended before it had one."""
    try:
        _, fds, _, _ = socket.recv_fds(channel, 1, 1)
    except ConnectionError:
        return None
    return fds[0] if fds else None


def answer(listener: int, account: Account) -> None:
    """In the zygote: let one call go on, or have it fail for want of memory."""
    asked = bytearray(_ASKED.size)
    try:
        fcntl.ioctl(listener, _RECEIVE, asked)
        number, _, _, call, _, _, *arguments = _ASKED.unpack(asked)
        granted = account.grants(call, tuple(arguments))
        reply = _ANSWER.pack(number, 0, 0 if granted else -errno.ENOMEM, _GO_ON if granted else 0)
        fcntl.ioctl(listener, _SEND, reply)
    except FileNotFoundError:
        pass  # who asked has ended meanwhile
