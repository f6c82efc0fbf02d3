"""Commands in processes of their own that need not import torch first: forked off one that has.

    done = run("-m", "grader", "grade", "work.py", cwd=folder)          as `subprocess.run` of this Python

The server below is started once in a process of tests. It imports what every command imports, and forks for
each command a process that has its own arguments, folder, environment, standard streams and exit code. The
zygotes are those of the process of tests; each command has children of its own. What a start itself does is
not seen here: tests of that start Python afresh.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

_HERE = Path(__file__).resolve().parent
_servers: list[tuple[subprocess.Popen[bytes], socket.socket]] = []

# A standard stream that the command finds closed.
CLOSED = -1


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    levels: Sequence[str] = (),
    stdout: int | None = None,
    stderr: int | None = None,
) -> CompletedProcess[str]:
    """Run `python ARGUMENTS` (-m or -c) to its end.

    Args:
        cwd: its folder; by default this one.
        env: its environment; by default this one. What Python reads of it at its start was read before.
        levels: isolation levels of which it finds a zygote at hand; it starts others itself.
        stdout, stderr: a descriptor, or CLOSED; by default what is written is returned.
    """
    asked: dict[str, Any] = {
        "arguments": [str(one) for one in arguments],
        "cwd": str(cwd or Path.cwd()),
        "env": dict(os.environ if env is None else env),
        "levels": list(levels),
    }
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        streams = [out.fileno() if stdout is None else stdout, err.fileno() if stderr is None else stderr]
        asked["closed"] = [stream == CLOSED for stream in streams]
        fds = [out.fileno() if stream == CLOSED else stream for stream in streams]
        with ExitStack() as shared:
            controls = [shared.enter_context(_share(level)) for level in levels]
            code = _ask(asked, [*fds, *(control.fileno() for control in controls)])
        out.seek(0), err.seek(0)
        return CompletedProcess(asked["arguments"], code, out.read().decode(), err.read().decode())


def _share(level: str) -> socket.socket:
    """To the zygote of this level that the tests of this process share."""
    from grader.sandbox.levels import Level
    from helpers import zygotes

    return zygotes.kept(Level(level)).share()


def _ask(asked: Mapping[str, object], fds: Sequence[int]) -> int:
    line = _server()
    socket.send_fds(line, [len(body := json.dumps(asked).encode()).to_bytes(4, "big")], list(fds))
    line.sendall(body)
    said = line.recv(16)
    assert said, "the process that commands are forked off has ended"
    return int(said)


def _server() -> socket.socket:
    if not _servers or _servers[-1][0].poll() is not None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, str(Path(__file__).resolve()), str(theirs.fileno())]
        process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # A process that is to be forked has one thread.
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        theirs.close()
        _servers.append((process, ours))
    return _servers[-1][1]


# ── in the server ────────────────────────────────────────────────────────────────────────────────────────


def _serve(line: socket.socket) -> dict[str, Any]:
    """Fork whenever a command comes. Returns in the forked process alone, with what it is to run."""
    while head := socket.recv_fds(line, 4, 2 + len(Level)):
        size, fds = int.from_bytes(head[0], "big"), head[1]
        if not size:
            raise SystemExit
        asked: dict[str, Any] = json.loads(line.recv(size, socket.MSG_WAITALL))
        pid = os.fork()
        if pid == 0:
            line.close()
            _dress(asked, fds)
            return asked
        for fd in fds:
            os.close(fd)
        line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
    raise SystemExit


def _dress(asked: dict[str, Any], fds: Sequence[int]) -> None:
    """Folder, environment, standard streams and zygotes, as asked for."""
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for name, fd, closed in zip(("stdout", "stderr"), fds[:2], asked["closed"], strict=True):
        standard = getattr(sys, name).fileno()
        os.dup2(fd, standard)
        os.close(fd)
        if closed:
            os.close(standard)
            setattr(sys, name, None)
    controls = [socket.socket(fileno=fd) for fd in fds[2:]]
    zygotes.adopt(dict(zip(asked["levels"], controls, strict=True)))
    zygotes.lease_zygotes()


def _run(arguments: list[str]) -> None:
    """As Python does with these arguments; what it ends with is Python's own doing."""
    sys.argv = arguments[:1] + arguments[2:]
    sys.path[0] = "" if arguments[0] == "-c" else os.getcwd()
    if arguments[0] == "-m":
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        exec(compile(arguments[1], "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    sys.path[0] = str(_HERE.parent)
    import gc
    import runpy

    # With a parser of addresses, jsonschema takes a second longer; no schema here has any.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import grader.cli
    import grader.commands.check
    import grader.commands.grade
    import grader.commands.pytest_run
    import grader.grading.grade  # noqa: F401
    from grader.sandbox.levels import Level
    from helpers import zygotes

    gc.freeze()  # going through torch's objects at its end would cost each process half a second
    _run(_serve(socket.socket(fileno=int(sys.argv[1])))["arguments"])
