"""The process that children are forked from: torch loaded and warm, one thread, no secrets.

Run as a script with a clean environment: `python -P -s -S zygote.py CONTROL_FD OPTIONS_JSON`. It enters the
jail before torch is imported, because namespaces need a single thread, and answers the grader on the control
socket:

    grader → {"n": 7, "slot": 7, "box": "…"} + two descriptors (rpc, output)   fork a child
    zygote → {"n": 7} + the child's pidfd                                      it runs
    zygote → {"n": 7, "exit": -9, …}                                           it was reaped

The grader kills children by pidfd; the zygote only forks and reaps.
"""

from __future__ import annotations

import array
import gc
import importlib
import json
import os
import select
import socket
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

_PRELOADED = (
    "torch._dynamo", "torch.testing", "torch.optim", "torch.utils.data", "torch.func", "torch.nn.utils",
    "torch.autograd.forward_ad", "torch.distributions", "torch.fx", "numpy", "matplotlib.pyplot", "traceback",
    "inspect", "linecache", "random", "math", "copy", "collections", "itertools", "functools", "typing",
)  # fmt: skip
_HUGE = 2 << 20


def main(control: int, options: dict[str, Any]) -> NoReturn:
    """Enter the jail, get warm, fork on demand until the grader goes."""
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    sys.path[:0] = options["paths"]
    sys.dont_write_bytecode = True
    from grader.sandbox.isolation import Level, Limits, Walls, namespaces, system

    level = Level(options["level"])
    readable, links = namespaces.visible_paths([*options["paths"][:-1], *options["own"]])
    if level is Level.FULL:
        if not system.is_x86_64():
            raise OSError("the system-call filter is written for x86_64 only")
        own_ids = namespaces.enter(proc, readable, links)
    else:
        own_ids = False
        system.die_with_parent()
    serve = _warm_up(options["serve"])
    # The grader's own folder may lie beside solutions: nothing more is to be imported from there.
    sys.path.remove(options["paths"][-1])
    gc.collect()
    gc.freeze()
    if options["huge"]:
        _use_huge_pages(proc)
    base = int(_read(proc, "self/statm").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _refuse_unsafe_forks(proc)
    walls = Walls(
        level=level, limits=Limits(**options["limits"]), own_ids=own_ids, readable=readable, base_bytes=base
    )
    for descriptor in range(3, 256):
        if descriptor != control:
            _close_quietly(descriptor)
    Forks(socket.socket(fileno=control), walls, serve).run()


def _warm_up(serve: str) -> Any:
    import torch

    torch.set_num_threads(1)
    for name in _PRELOADED:
        _import_if_there(name)
    module, _, function = serve.rpartition(".")
    found = getattr(importlib.import_module(module), function)
    from grader.sandbox import warm

    warm.up()
    return found


def _import_if_there(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError:
        return  # matplotlib is an extra


def _read(proc: int, path: str) -> str:
    with open(os.open(path, os.O_RDONLY, dir_fd=proc)) as file:
        return file.read()


def _refuse_unsafe_forks(proc: int) -> None:
    """A second thread or a CUDA context would not survive a fork."""
    import torch

    threads = os.open("self/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=proc)
    count = len(os.listdir(threads))
    os.close(threads)
    if count != 1:
        raise RuntimeError(f"the zygote has {count} threads and cannot fork safely")
    if torch.cuda.is_initialized():
        raise RuntimeError("the zygote initialised CUDA and cannot fork safely")


def _use_huge_pages(proc: int) -> None:
    """Fewer page-table entries to copy: a fork costs 1 ms in place of 6. Best effort, Linux 6.1 or newer."""
    from grader.sandbox.isolation import system

    for start, end in _private_memory(proc):
        for address in range((start + _HUGE - 1) // _HUGE * _HUGE, end // _HUGE * _HUGE, _HUGE):
            system.collapse(address, _HUGE)


def _private_memory(proc: int) -> Iterator[tuple[int, int]]:
    for line in _read(proc, "self/maps").splitlines():
        parts = line.split()
        if parts[1] == "rw-p" and parts[3] == "00:00" and (len(parts) < 6 or parts[5] == "[heap]"):
            start, end = parts[0].split("-")
            yield int(start, 16), int(end, 16)


def _close_quietly(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        return  # it was not open


class Forks:
    """Forks, hands out pidfds, reaps."""

    def __init__(self, control: socket.socket, walls: Any, serve: Any) -> None:
        self.control = control
        self.walls = walls
        self.serve = serve
        self.children: dict[int, tuple[int, int]] = {}
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)
        self.own_pidfd = os.pidfd_open(os.getpid())

    def run(self) -> NoReturn:
        """Until the grader closes its end."""
        self.control.send(json.dumps({"up": True}).encode())
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor == self.control.fileno():
                    self._fork_one()
                else:
                    self._reap(descriptor)

    def _fork_one(self) -> None:
        try:
            message, ancillary, *_ = self.control.recvmsg(4096, socket.CMSG_SPACE(2 * array.array("i").itemsize))
        except ConnectionError:
            os._exit(0)
        if not message:
            os._exit(0)
        request = json.loads(message)
        passed = array.array("i")
        passed.frombytes(ancillary[0][2])
        rpc, output = passed
        pid = self._fork(request, rpc, output)
        os.close(rpc)
        os.close(output)
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = (pid, request["n"])
        self.poll.register(pidfd, select.POLLIN)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [pidfd]))]
        self.control.sendmsg([json.dumps({"n": request["n"]}).encode()], rights)

    def _fork(self, request: dict[str, Any], rpc: int, output: int) -> int:
        from grader.sandbox.isolation import Level, system

        full = self.walls.level is Level.FULL
        if full:
            system.unshare(system.NEWPID)  # for the next child only
        pid = os.fork()
        if pid == 0:
            self.control.detach()
            _become_child(self.walls, self.serve, request, rpc, output)
        if full:
            system.setns(self.own_pidfd, system.NEWPID)
        return pid

    def _reap(self, pidfd: int) -> None:
        pid, number = self.children.pop(pidfd)
        self.poll.unregister(pidfd)
        _, status, usage = os.wait4(pid, 0)
        os.close(pidfd)
        ending = {
            "n": number,
            "exit": os.waitstatus_to_exitcode(status),
            "cpu": usage.ru_utime + usage.ru_stime,
            "rss": usage.ru_maxrss,
        }
        self.control.send(json.dumps(ending).encode())


def _become_child(walls: Any, serve: Any, request: dict[str, Any], rpc: int, output: int) -> NoReturn:
    from grader.sandbox import wire
    from grader.sandbox.isolation import confine

    try:
        _only_four_descriptors(rpc, output)
        abi = confine(walls, request["slot"], request["box"])
        _tidy(request["box"])
        os.write(3, wire.pack(wire.Ready(abi)))
        serve(3)
    except BaseException as error:
        os.write(3, wire.pack(wire.Broken(f"{type(error).__name__}: {error}"[:500])))
    finally:
        os._exit(99)


def _only_four_descriptors(rpc: int, output: int) -> None:
    from grader.sandbox.isolation import default_signals, system

    null = os.open("/dev/null", os.O_RDWR)
    # Out of the way first: any of these may be one of the numbers wanted.
    for descriptor, aside in ((rpc, 200), (output, 201), (null, 202)):
        os.dup2(descriptor, aside)
    for aside, final in ((202, 0), (201, 1), (201, 2), (200, 3)):
        os.dup2(aside, final, inheritable=False)
    system.close_from(4)
    default_signals()


def _tidy(box: str) -> None:
    """What a submission sees of its surroundings; comfort, not a wall."""
    import torch

    os.environ.clear()
    os.environ.update(HOME=box, TMPDIR=box, PATH="", MPLBACKEND="Agg", USER="student", LANG="C.UTF-8")
    sys.argv[:] = [""]
    torch.set_num_threads(1)
    # Fault in what the first call needs while the grader is still busy elsewhere.
    (torch.ones(8) * 2).sum().item()


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
