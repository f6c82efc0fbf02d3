"""What NVIDIA's driver wants of the system when it starts: tried one by one where it says only "304"."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from grader.sandbox.inside.isolation.reasons import reason
from grader.sandbox.levels import Card, Reason

# As large as a memory file of the driver's was seen to be.
_MEMORY_FILE = 2_379_776
# Below are its streams and the channel to the grader; above is none.
_FIRST_OF_ITS_OWN, _MOST_DESCRIPTORS = 4, 512
_READ = (
    "/proc/self/maps",
    "/proc/self/status",
    "/proc/sys/vm/mmap_min_addr",
    "/proc/devices",
    "/sys/module/nvidia/initstate",
    "/sys/module/nvidia_uvm/initstate",
)
_LISTED = ("/sys/devices/system/node",)
_NEEDED_DEVICES = ("/dev/nvidiactl", "/dev/nvidia-uvm")
_WSL = "/dev/dxg"
_THREAD_NAME = "/proc/self/task/…/comm"
# What to do about something that is not there at all, by where it would be.
_REMEDIES = {
    "/dev/nvidia": reason("load module or start container"),
    "/sys/module/": reason("load module"),
    "/proc/self/": reason("show proc"),
}
# A key, the path that is wanted where there is one, and how to try it.
Demand = tuple[str, tuple[str, ...], Callable[[], None]]


def refused(card: Card) -> tuple[Reason, ...]:
    """What of it is refused here, and what to do."""
    found = list(_refused(card))
    if not found:
        return (reason("no demand refused"),)
    absent = [path for _, paths, number in found if number == errno.ENOENT for path in paths]
    remedies = [
        remedy for place, remedy in _REMEDIES.items() if any(path.startswith(place) for path in absent)
    ]
    return (*(one for one, _, _ in found), *remedies[:1])


def _refused(card: Card) -> Iterator[tuple[Reason, tuple[str, ...], int]]:
    """What is refused, of which paths, and the number of the system's error."""
    for key, paths, attempt in _demands(card):
        try:
            attempt()
        except OSError as error:
            number = error.errno or 0
            yield reason(key, *paths, os.strerror(number)), paths, number


def _demands(card: Card) -> Iterator[Demand]:
    needed = () if _WSL in card.devices else _NEEDED_DEVICES
    for path in dict.fromkeys([*needed, *card.devices]):
        yield _demand("talk to device", path, attempt=partial(_open, path, os.O_RDWR))
    yield _demand("name thread", _THREAD_NAME, attempt=_name_a_thread)
    for path in _READ:
        yield _demand("read file", path, attempt=partial(_open, path, os.O_RDONLY))
    for path in _LISTED:
        yield _demand("list folder", path, attempt=partial(_open, path, os.O_DIRECTORY))
    yield _demand("memory file", attempt=_make_a_memory_file)
    yield _demand("named socket", attempt=_listen)


def _demand(key: str, *paths: str, attempt: Callable[[], None]) -> Demand:
    return key, paths, attempt


def _open(path: str, how: int) -> None:
    os.close(os.open(path, how | os.O_CLOEXEC))


def _name_a_thread() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, daemon=True)
    thread.start()
    try:
        _open(f"/proc/self/task/{thread.native_id}/comm", os.O_RDWR)
    finally:
        over.set()
        thread.join()


def _make_a_memory_file() -> None:
    fd = os.memfd_create("driver")
    try:
        os.ftruncate(fd, _MEMORY_FILE)
    finally:
        os.close(fd)


def _listen() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as ours:
        try:
            ours.bind(f"\0cuda-uvmfd-{_pid_namespace()}-{os.getpid()}".encode())
            ours.listen(1)
        except OSError as error:
            # The driver's own, where that came so far; else somebody else has taken the name.
            if error.errno != errno.EADDRINUSE or not _holds_another_socket(ours.fileno()):
                raise


def _holds_another_socket(mine: int) -> bool:
    """Whether this process has a socket beside `mine` and the channel to the grader."""
    for fd in range(_FIRST_OF_ITS_OWN, _MOST_DESCRIPTORS):
        with suppress(OSError):
            if fd != mine and stat.S_ISSOCK(os.fstat(fd).st_mode):
                return True
    return False


def _pid_namespace() -> int:
    try:
        return os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return 0
