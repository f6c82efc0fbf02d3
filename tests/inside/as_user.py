"""Run as a script: become somebody with fewer rights who can reach Python and the repository, run a script.

python as_user.py SCRIPT ARGUMENTS…          as user 65534
python as_user.py --no-namespaces SCRIPT …   as root of a user namespace that may make no more namespaces
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from grader.sandbox.inside.isolation import kernel, paths  # noqa: E402

NOBODY = 65534


def open_the_way(wanted: list[str]) -> None:
    """In mounts of our own, replace folders closed to others by ones that show only what is wanted."""
    kernel.unshare(kernel.NEW_MOUNT, "mounts of our own")
    kernel.mount("none", "/", None, kernel.RECURSIVE | kernel.PRIVATE)
    closed = paths.closed_to_others(wanted)
    while closed is not None:
        below = {path: os.open(path, os.O_PATH) for path in wanted if path.startswith(closed + "/")}
        if not below:
            sys.exit(f"{closed} is closed to other users")
        kernel.mount("tmpfs", closed, "tmpfs", 0, "mode=755")
        for path, fd in below.items():
            os.makedirs(path, exist_ok=True)
            kernel.mount(f"/proc/self/fd/{fd}", path, None, kernel.BIND | kernel.RECURSIVE)
            os.close(fd)
        closed = paths.closed_to_others(wanted)


def become_nobody() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def forbid_namespaces() -> None:
    """A user namespace in which the kernel's own limit on further ones is zero."""
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.NEW_USER, "a user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def main(arguments: list[str]) -> None:
    if arguments[0] == "--no-namespaces":
        forbid_namespaces()
        arguments = arguments[1:]
    elif os.getuid() == 0:
        open_the_way(list(dict.fromkeys([sys.base_prefix, sys.prefix, str(REPOSITORY)])))
        become_nobody()
    os.execv(sys.executable, [sys.executable, *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
