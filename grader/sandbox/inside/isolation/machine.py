"""What this kernel has, found out by trying, in a process that ends afterwards."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from functools import partial

from grader.sandbox.inside.isolation import kernel, landlock, namespaces, seccomp

# One ability: its name, whether it is there, and what was seen; `outside.probe` reads it as a Fact.
Ability = dict[str, str | bool]


def main() -> None:
    """In the bare process: print the facts as JSON."""
    print(json.dumps(_abilities()))


def _abilities() -> list[Ability]:
    abilities = [_tried("user namespaces", lambda: kernel.unshare(kernel.NEW_USER, "unshare"))]
    for flag, what in namespaces.OTHERS:
        name = what.split(" ", 1)[1] + "s"
        abilities.append(_tried(name, partial(_inside_user, flag)))
    abi, no_filter = landlock.version(), seccomp.missing()
    abilities.append(_ability(name="Landlock", ok=abi > 0, detail=f"version {abi}" if abi else "none"))
    abilities.append(_ability(name="seccomp", ok=no_filter is None, detail=no_filter or "there"))
    abilities.append(_tried("sealed memory files", _seal))
    abilities.append(_tried("process descriptors", lambda: os.close(os.pidfd_open(os.getpid()))))
    abilities.append(_ids())
    return abilities


def _inside_user(flag: int) -> None:
    kernel.unshare(kernel.NEW_USER, "user namespace")
    kernel.unshare(flag, "unshare")


def _seal() -> None:
    fd = os.memfd_create("probe", os.MFD_ALLOW_SEALING)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
    os.close(fd)


def _ids() -> Ability:
    proc_fd = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    able = namespaces.may_change_ids(proc_fd)
    detail = "an id for each child" if able else f"children keep user id {os.getuid()}"
    return _ability(name="separate user ids", ok=able, detail=detail)


def _tried(name: str, attempt: Callable[[], None]) -> Ability:
    """Try in a fork, since most attempts change the process they are made in."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = ""
        try:
            attempt()
        except OSError as error:
            said = str(error)
        finally:
            os.write(writer, said.encode())
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return _ability(name=name, ok=not said, detail=said or "there")


def _ability(*, name: str, ok: bool, detail: str) -> Ability:
    return {"name": name, "ok": ok, "detail": detail}
