"""What this kernel has, found out by trying, in a process that ends afterwards."""

from __future__ import annotations

import fcntl
import json
import os
import resource
from collections.abc import Callable, Sequence
from functools import partial

from grader.sandbox.inside.isolation import kernel, landlock, namespaces, seccomp
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason, reasons_of
from grader.sandbox.levels import Reason

# One ability: its name, whether it is there, and what was seen; `outside.probe` reads it as a Fact.
Ability = dict[str, str | bool | Sequence[Reason]]
# What was seen of one that is there.
_THERE = reason("there")


def main() -> None:
    """In the bare process: print the facts as JSON."""
    print(json.dumps(_abilities()))


def _abilities() -> list[Ability]:
    abilities = [_tried("user namespaces", lambda: kernel.unshare(kernel.NEW_USER, "user"))]
    for flag, kind in namespaces.OTHERS:
        abilities.append(_tried(f"{kind} namespaces", partial(_inside_user, flag, kind)))
    abi, no_filter = landlock.version(), seccomp.missing()
    abilities.append(_ability("Landlock", abi > 0, _landlock(abi)))
    abilities.append(_ability("seccomp", no_filter is None, no_filter or _THERE))
    abilities.append(_tried("sealed memory files", _seal))
    abilities.append(_tried("process descriptors", lambda: os.close(os.pidfd_open(os.getpid()))))
    abilities += [_ids(), _tried("thread limits", _count_apart)]
    return abilities


def _count_apart() -> None:
    """With a limit of two in a namespace of its own, one more process is possible, however many there are."""
    if _has_ids():
        return  # each child has an id that nobody else has
    why = namespaces.own_count()
    if why is not None:
        raise UnavailableError(why)
    resource.setrlimit(resource.RLIMIT_NPROC, (2, 2))
    try:
        pid = os.fork()
    except BlockingIOError:
        raise UnavailableError(reason("threads in common")) from None
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _landlock(abi: int) -> Reason:
    return reason("version", str(abi)) if abi else reason("no landlock")


def _inside_user(flag: int, kind: str) -> None:
    kernel.unshare(kernel.NEW_USER, "user")
    kernel.unshare(flag, kind)


def _seal() -> None:
    fd = os.memfd_create("probe", os.MFD_ALLOW_SEALING)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
    os.close(fd)


def _ids() -> Ability:
    able = _has_ids()
    detail = reason("id for each child") if able else reason("one id", str(os.getuid()))
    return _ability("separate user ids", able, detail)


def _has_ids() -> bool:
    proc_fd = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    try:
        return namespaces.may_change_ids(proc_fd)
    finally:
        os.close(proc_fd)


def _tried(name: str, attempt: Callable[[], None]) -> Ability:
    """Try in a fork, since most attempts change the process they are made in."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        why: Sequence[Reason] = ()
        try:
            attempt()
        except OSError as error:
            why = reasons_of(error)
        finally:
            os.write(writer, json.dumps(why).encode())
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = json.loads(pipe.read())
    os.waitpid(pid, 0)
    return _ability(name, not said, *(said or [_THERE]))


def _ability(name: str, ok: bool, *detail: Reason) -> Ability:
    return {"name": name, "ok": ok, "detail": detail}
