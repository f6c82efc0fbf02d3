"""What NVIDIA's driver wants of the system when it starts: tried one by one where it says only "304"."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

from grader.sandbox.levels import Card

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
# What to do about something that is not there at all, by where it would be.
_LOAD = "load the module (as root: `nvidia-modprobe -u -c 0`, or `modprobe nvidia-uvm`)"
_REMEDIES = {
    "/dev/nvidia": f"{_LOAD}; start a container with --gpus all",
    "/sys/module/": _LOAD,
    "/proc/self/": "let the grader have a /proc in full view, or ask for --isolation process",
}


def refused_in_words(card: Card) -> str:
    """The end of a sentence: what of it is refused here, and what to do."""
    refused = list(_refused(card))
    if not refused:
        return "nothing that it is known to demand is refused here"
    missing = [what for what, number in refused if number == errno.ENOENT]
    remedies = [remedy for place, remedy in _REMEDIES.items() if any(place in what for what in missing)]
    words = "; ".join(f"{what} ({os.strerror(number)})" for what, number in refused)
    return f"refused here: {words}" + (f"; to mend it, {remedies[0]}" if remedies else "")


def _refused(card: Card) -> Iterator[tuple[str, int]]:
    for what, attempt in _demands(card):
        try:
            attempt()
        except OSError as error:
            yield what, error.errno or 0


def _demands(card: Card) -> Iterator[tuple[str, Callable[[], None]]]:
    needed = () if _WSL in card.devices else _NEEDED_DEVICES
    for path in dict.fromkeys([*needed, *card.devices]):
        yield f"talking to {path}", lambda path=path: _open(path, os.O_RDWR)  # type: ignore[misc]
    yield "writing /proc/self/task/…/comm, the name of a thread", _name_a_thread
    for path in _READ:
        yield f"reading {path}", lambda path=path: _open(path, os.O_RDONLY)  # type: ignore[misc]
    for path in _LISTED:
        yield f"listing {path}", lambda path=path: _open(path, os.O_DIRECTORY)  # type: ignore[misc]
    yield "memfd_create, a memory file", _make_a_memory_file
    yield "socket, bind and listen, under a name that is no file's", _listen


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
