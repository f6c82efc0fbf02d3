"""The jail around the zygote: its own namespaces and a read-only root that holds Python, torch and little else.

Entered once, single-threaded, before torch is imported. As root, the process then is an id that no user of
the machine has; as an ordinary user it is root only inside its own user namespace.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from grader.sandbox.isolation import system
from grader.sandbox.isolation.system import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
)

# Host ids that nobody uses: the zygote's, then one for each slot of children.
FIRST_ID = 1_900_000_000
SLOTS = 64
BOX = "/box"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_SYSTEM_PATHS = (
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
    "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo",
)  # fmt: skip
_CAP_SYS_ADMIN, _CAP_SETUID = 21, 7


def visible_paths(extra: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """What stays readable (no path inside another), and the symbolic links to make again."""
    kept: list[str] = []
    links: dict[str, str] = {}
    for path in (sys.base_prefix, *_SYSTEM_PATHS, *extra):
        if os.path.islink(path):
            links[path] = os.readlink(path)
        elif os.path.exists(path) and not any(path == other or path.startswith(other + "/") for other in kept):
            kept.append(path)
    return kept, links


def is_real_root() -> bool:
    """Root with the rights to mount and to take other ids, not root in a container without them."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("CapEff"))
    effective = int(line.split()[1], 16)
    return bool(effective >> _CAP_SYS_ADMIN & 1 and effective >> _CAP_SETUID & 1)


def enter(proc: int, readable: Sequence[str], links: dict[str, str]) -> bool:
    """Become pid 1 of new namespaces with a new root; `proc` is a descriptor of the host's /proc.

    Returns whether children can be given ids of their own. Raises OSError naming the step that failed.
    """
    root = is_real_root()
    uid, gid = os.getuid(), os.getgid()
    system.die_with_parent()
    if root:
        system.unshare(system.NEWNS)
        _build_root(readable, links)  # needs the real root, to reach folders that only it may pass
    mapper = _Mapper(proc) if root else None
    system.unshare(
        system.NEWUSER | system.NEWPID | system.NEWNET | system.NEWIPC | system.NEWUTS | system.NEWCGROUP | system.NEWNS
    )
    if mapper is not None:
        mapper.map()
        os.setgroups([])
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)
    else:
        _map_self(proc, uid, gid)
        _build_root(readable, links)
    system.die_with_parent()
    _become_pid_1()
    return root


class _Mapper:
    """A process left outside the new user namespace, which alone may map many ids into it."""

    def __init__(self, proc: int) -> None:
        self._reader, self._writer = os.pipe()
        target = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            code = 1
            try:
                os.close(self._writer)
                if os.read(self._reader, 1):
                    for name in ("uid_map", "gid_map"):
                        _write(proc, f"{target}/{name}", f"0 {FIRST_ID} {SLOTS + 1}\n")
                    code = 0
            finally:
                os._exit(code)

    def map(self) -> None:
        os.write(self._writer, b"g")
        os.close(self._reader)
        os.close(self._writer)
        if os.waitpid(self._pid, 0)[1]:
            raise OSError("the ids of the sandbox could not be mapped")


def _map_self(proc: int, uid: int, gid: int) -> None:
    _write(proc, "self/setgroups", "deny")
    _write(proc, "self/uid_map", f"0 {uid} 1")
    _write(proc, "self/gid_map", f"0 {gid} 1")


def _write(proc: int, path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _become_pid_1() -> None:
    """Go on in a child, which is pid 1 of the new pid namespace; wait for it here, thin."""
    pid = os.fork()
    if pid:
        system.close_from(3)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os._exit(1 if os.waitpid(pid, 0)[1] else 0)
    system.die_with_parent()


def _build_root(readable: Sequence[str], links: dict[str, str]) -> None:
    """An empty tmpfs with read-only binds becomes the root."""
    new = "/tmp"
    system.mount("none", "/", None, MS_REC | MS_PRIVATE)
    # Held open, because the new root may hide the paths themselves.
    sources = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in (*readable, *DEVICES)]
    system.mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,nr_inodes=4000,mode=755")
    for path, descriptor in sources:
        _bind(descriptor, new + path, device=path in DEVICES)
    for path, target in links.items():
        if not os.path.lexists(new + path):
            os.makedirs(os.path.dirname(new + path), exist_ok=True)
            os.symlink(target, new + path)
    os.makedirs(new + BOX)
    os.makedirs(new + "/old")
    os.chdir(new)
    system.pivot_root(".", "old")
    os.chdir("/")
    system.unmount_lazily("/old")
    os.rmdir("/old")
    # The zygote's own; each child covers it with one of its own.
    system.mount("tmpfs", BOX, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4m,nr_inodes=100,mode=777")
    system.mount(None, "/", None, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _bind(descriptor: int, target: str, *, device: bool) -> None:
    source = f"/proc/self/fd/{descriptor}"
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w"):
            pass
    system.mount(source, target, None, MS_BIND)
    # Flags that an outer namespace has locked must be kept.
    locked = os.statvfs(target).f_flag & (MS_RDONLY | MS_NODEV | MS_NOEXEC)
    wanted = MS_NOSUID | (0 if device else MS_RDONLY | MS_NODEV)
    system.mount(None, target, None, MS_BIND | MS_REMOUNT | wanted | locked)
    os.close(descriptor)


def private_box() -> None:
    """In a child: a file system of its own over the box, gone with the child."""
    system.unshare(system.NEWNS | system.NEWIPC)
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    system.mount("tmpfs", BOX, "tmpfs", flags, "size=64m,nr_inodes=1000,mode=777")
