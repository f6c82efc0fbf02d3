"""The zygote's world: namespaces of its own and a read-only root with nothing of a person's in it.

Two ways in, by who starts the grader:

  root            build the root with root's own rights (it may lie below /root), then a new user namespace
                  whose ids 0..64 are ids that nobody on the machine has; a helper outside writes the map.
                  Id 0 is the zygote's, each child slot gets another.
  an ordinary     a new user namespace in which the user is root, and everything else inside it.
  user            Children share the user's id; pid namespaces keep them apart, and each has a user namespace
                  of its own, in which its threads are counted by themselves (Linux 5.14).

Both end in a process whose children are born into a new pid namespace, of which the first is pid 1.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence

from grader.sandbox.inside.isolation import kernel
from grader.sandbox.inside.isolation.paths import DEVICES
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason
from grader.sandbox.levels import Reason

# Kernel ids that no machine hands out: one for the zygote, one per child slot.
FIRST_ID = 1_900_000_000
SLOTS = 64
BOX = "/box"
# What a GPU child may see of /proc: itself.
OWN_PROC = "/proc/own"

_SETGID, _SETUID, _SYS_ADMIN = 6, 7, 21
OTHERS = (
    (kernel.NEW_MOUNT, "mount"),
    (kernel.NEW_PID, "pid"),
    (kernel.NEW_NET, "network"),
    (kernel.NEW_IPC, "IPC"),
    (kernel.NEW_UTS, "UTS"),
    (kernel.NEW_CGROUP, "cgroup"),
)
_PROC_FLAGS = kernel.NO_SUID | kernel.NO_DEV | kernel.NO_EXEC
# By these names of /proc a process finds itself, as pid 1 of its namespace.
_ITSELF = ("self", "thread-self", "1")
# A mount point that exists everywhere; what lies below is reached by descriptors.
_NEW_ROOT = "/tmp"


def may_change_ids(proc_fd: int, *extra: int) -> bool:
    """Whether this process is root with the rights and the range of ids to give children ids of their own."""
    held = kernel.capabilities()
    rights = all(held >> number & 1 for number in (_SETGID, _SETUID, *extra))
    return os.geteuid() == 0 and rights and all(_maps_range(proc_fd, name) for name in ("uid_map", "gid_map"))


def _maps_range(proc_fd: int, name: str) -> bool:
    with open(os.open(f"self/{name}", os.O_RDONLY, dir_fd=proc_fd)) as table:
        rows = [tuple(map(int, line.split())) for line in table]
    return any(first <= FIRST_ID and first + count > FIRST_ID + SLOTS for first, _, count in rows)


def enter_jail(
    readable: Sequence[str], proc_fd: int, devices: Sequence[str] = DEVICES, *, own_proc: bool = False
) -> bool:
    """Enter; the next fork is pid 1 inside. One thread only. Returns whether children have ids of their own.

    proc_fd: an open /proc, which the new root does not have. devices: device files to let in.
    own_proc: whether children are to `mount_own_proc`. Raises OSError naming what is missing.
    """
    own_ids = may_change_ids(proc_fd, _SYS_ADMIN)
    if own_ids:
        kernel.unshare(kernel.NEW_MOUNT, "mount")
        _build_root(readable, devices, own_proc)
        _enter_with_ids(proc_fd)
    else:
        _enter_as_user(proc_fd)
        _build_root(readable, devices, own_proc)
    socket.sethostname("sandbox")
    return own_ids


def _enter_as_user(proc_fd: int) -> None:
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.NEW_USER, "user")
    _write(proc_fd, "self/setgroups", "deny")
    _write(proc_fd, "self/uid_map", f"0 {user} 1")
    _write(proc_fd, "self/gid_map", f"0 {group} 1")
    _unshare_others()


def _enter_with_ids(proc_fd: int) -> None:
    """Only a process outside the new user namespace may map many ids: a helper does, and ends."""
    me = os.getpid()
    wait, tell = os.pipe()
    helper = os.fork()
    if helper == 0:
        _map_ids(proc_fd, me, wait)
    kernel.unshare(kernel.NEW_USER, "user")
    os.write(tell, b"!")
    os.close(wait)
    os.close(tell)
    if os.waitpid(helper, 0)[1] != 0:
        raise UnavailableError(reason("map ids", str(FIRST_ID)))
    os.setgroups([])
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    _unshare_others()


def _map_ids(proc_fd: int, pid: int, wait: int) -> None:
    """The helper's whole life."""
    status = 1
    try:
        if os.read(wait, 1):
            for name in ("uid_map", "gid_map"):
                _write(proc_fd, f"{pid}/{name}", f"0 {FIRST_ID} {SLOTS + 1}")
            status = 0
    finally:
        os._exit(status)


def _unshare_others() -> None:
    # One by one, so that a refusal says which.
    for flag, kind in OTHERS:
        kernel.unshare(flag, kind)


def _write(proc_fd: int, path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY, dir_fd=proc_fd)
    try:
        os.write(fd, text.encode())
    except OSError as error:
        raise UnavailableError(
            reason("map user", path, error.strerror or ""), number=error.errno or 0
        ) from None
    finally:
        os.close(fd)


def _build_root(readable: Sequence[str], devices: Sequence[str], own_proc: bool) -> None:
    """An empty root with read-only windows at their real paths. Raises OSError."""
    kernel.mount("none", "/", None, kernel.RECURSIVE | kernel.PRIVATE)
    # Held by descriptor, since the new root may cover the very folder they lie in.
    sources = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in (*readable, *devices)]
    flags = kernel.NO_SUID | kernel.NO_DEV
    kernel.mount("tmpfs", _NEW_ROOT, "tmpfs", flags, "size=1m,nr_inodes=4000,mode=755")
    for path, fd in sources:
        _open_window(fd, path, device=path in devices)
        os.close(fd)
    if own_proc:
        _prepare_own_proc(_NEW_ROOT + OWN_PROC)
    os.mkdir(_NEW_ROOT + BOX)
    os.mkdir(_NEW_ROOT + "/old")
    kernel.pivot_root(_NEW_ROOT, "old")
    os.rmdir("/old")
    mount_box(4 << 20)
    kernel.mount(None, "/", None, kernel.BIND | kernel.REMOUNT | kernel.READ_ONLY | flags)


def _open_window(fd: int, path: str, *, device: bool) -> None:
    source, target = f"/proc/self/fd/{fd}", _NEW_ROOT + path
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
    # Recursive, because a user namespace may not take a mount without those on top of it.
    kernel.mount(source, target, None, kernel.BIND | kernel.RECURSIVE)
    kernel.restrict_mount(target, read_only=not device, devices=device)


def _prepare_own_proc(target: str) -> None:
    """Where each child mounts its own /proc, which the kernel grants only where one is in full view.

    Containers cover parts of the machine's; root can have a fresh one.
    """
    os.makedirs(target)
    for name in _ITSELF:
        os.symlink(f"own/{name}", os.path.join(os.path.dirname(target), name))
    try:
        kernel.mount("proc", target, "proc", _PROC_FLAGS)
    except OSError:
        kernel.mount("/proc", target, None, kernel.BIND | kernel.RECURSIVE)


def mount_own_proc() -> None:
    """In a GPU child, pid 1 of its namespace: /proc tells of itself and nothing else. Raises OSError."""
    try:
        kernel.mount("proc", OWN_PROC, "proc", _PROC_FLAGS, "subset=pid")
    except OSError as error:
        number = error.errno or 0
        raise UnavailableError(reason("own proc", os.strerror(number)), number=number) from None


def mount_box(size: int, files: int = 1000) -> None:
    """A fresh, empty, writable /box of so many bytes, without programs. Raises OSError."""
    flags = kernel.NO_SUID | kernel.NO_DEV | kernel.NO_EXEC
    kernel.mount("tmpfs", BOX, "tmpfs", flags, f"size={size},nr_inodes={files},mode=777")


def own_box(size: int, files: int) -> None:
    """In the child: mounts and IPC objects of its own, a box that covers the zygote's. Raises OSError."""
    kernel.unshare(kernel.NEW_MOUNT | kernel.NEW_IPC, "mount and IPC")
    mount_box(size, files)
    os.chdir(BOX)


def own_count() -> Reason | None:
    """In a child that shares its id: have its threads counted by themselves; why not, where that cannot be.

    What is mounted stays as it is, for it belongs to the namespace before. No id is mapped here or used.
    """
    if not counts_threads_apart():
        return reason("threads in common")
    try:
        kernel.unshare(kernel.NEW_USER, "user")
    except OSError:
        return reason("threads in common")
    return None


def counts_threads_apart() -> bool:
    """Whether the kernel counts threads by user namespace."""
    numbers = [int(part) for part in os.uname().release.split("-")[0].split(".")[:2] if part.isdigit()]
    return numbers >= [5, 14]


def own_network() -> None:
    """In a GPU child: names of sockets that no other child can have taken. Raises OSError."""
    kernel.unshare(kernel.NEW_NET, "network")
