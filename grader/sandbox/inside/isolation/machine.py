"""What this kernel has, found out by trying, in a process that ends afterwards."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from grader.sandbox.inside.isolation import kernel, landlock, namespaces, seccomp


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One ability: whether it is there, and what was seen."""

    name: str
    ok: bool
    detail: str


def main() -> None:
    """In the bare process: print the facts as JSON."""
    print(json.dumps([asdict(fact) for fact in _facts()]))


def _facts() -> list[Fact]:
    facts = [_tried("user namespaces", lambda: kernel.unshare(kernel.NEW_USER, "unshare"))]
    for flag, what in namespaces.OTHERS:
        name = what.split(" ", 1)[1] + "s"
        facts.append(_tried(name, partial(_inside_user, flag)))
    abi, no_filter = landlock.version(), seccomp.missing()
    facts.append(Fact(name="Landlock", ok=abi > 0, detail=f"version {abi}" if abi else "none"))
    facts.append(Fact(name="seccomp", ok=no_filter is None, detail=no_filter or "there"))
    facts.append(_tried("sealed memory files", _seal))
    facts.append(_tried("process descriptors", lambda: os.close(os.pidfd_open(os.getpid()))))
    facts.append(_ids())
    return facts


def _inside_user(flag: int) -> None:
    kernel.unshare(kernel.NEW_USER, "user namespace")
    kernel.unshare(flag, "unshare")


def _seal() -> None:
    fd = os.memfd_create("probe", os.MFD_ALLOW_SEALING)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
    os.close(fd)


def _ids() -> Fact:
    proc_fd = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    able = namespaces.may_change_ids(proc_fd)
    detail = "an id for each child" if able else f"children keep user id {os.getuid()}"
    return Fact(name="separate user ids", ok=able, detail=detail)


def _tried(name: str, attempt: Callable[[], None]) -> Fact:
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
    return Fact(name=name, ok=not said, detail=said or "there")
