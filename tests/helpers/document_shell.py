"""A bash that types a document's commands, one after another, as somebody does who reads it.

`grader`, `pytest` and `python -m` of the two run in processes that are forked off one that holds torch
(`forked_python`): on the PATH of this bash are programs that hand them there. All other programs are those of
the machine.
"""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from helpers import forked_python

PATIENCE = 400.0

# Hands its arguments, folder, environment and standard streams over; ends with the exit code that comes back.
_HAND_OVER = """\
import json, os, socket, sys
name, given = os.path.basename(sys.argv[0]), sys.argv[1:]
if given[:2] == ["-m", "pip"] and not {pip!r}:
    sys.exit("pip would change the environment in which the tests run")
if name.startswith("python"):
    if given[:2] not in (["-m", "pytest"], ["-m", "grader"]):
        os.execv({python!r}, [{python!r}, *given])
else:
    given = ["-m", name, *given]
if given[1:3] == ["grader", "watch"]:  # reads keys
    os.execv({python!r}, [{python!r}, *given])
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
asked = json.dumps([given, os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(line, [len(asked).to_bytes(4, "big")], [1, 2])
line.sendall(asked)
sys.exit(int(line.recv(16)))
"""


# As wide as the documents. Nothing is fetched, also not what builds a package: it is installed.
_SETTINGS = {"COLUMNS": "120", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}

# Runs its arguments in a terminal of their own, where `q` is pressed when the screen says that it quits.
_PRESS_Q = """\
import os, pty, sys
child, line = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while True:
    try:
        said += (more := os.read(line, 65536))
    except OSError:
        break
    if b"quit" in said and b"quit" not in said[: -len(more)]:
        os.write(line, b"q")
print(said.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

# That of the Python that is first on the PATH.
_PIP = """\
import os, sys
os.execvp("python", ["python", "-m", "pip", *sys.argv[1:]])
"""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it wrote to both streams."""

    exit_code: int
    printed: str


class Programs:
    """A folder of programs for the PATH, and the socket at which they are answered."""

    def __init__(self, folder: Path, levels: Sequence[str] = ("none", "full"), *, pip: bool = False) -> None:
        """levels: of which commands find a zygote at hand. pip: whether `python -m pip` runs."""
        folder.mkdir()
        self.folder = folder
        self._levels = levels
        address = str(folder / "line")
        text = _HAND_OVER.format(python=sys.executable, address=address, pip=pip)
        written = dict.fromkeys(("grader", "pytest", "python", "python3"), text)
        written |= {"press-q": _PRESS_Q, "pip": _PIP}
        for name, code in written.items():
            (folder / name).write_text(f"#!{os.path.realpath(sys.executable)} -IS\n{code}", encoding="utf-8")
            (folder / name).chmod(0o755)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(address)
        self._socket.listen()
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            line, _ = self._socket.accept()
            with line:
                head, fds, _, _ = socket.recv_fds(line, 4, 2)
                given, folder, env = json.loads(line.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL))
                done = forked_python.run(
                    *given, cwd=Path(folder), env=env, levels=self._levels, stdout=fds[0], stderr=fds[1]
                )
                for fd in fds:
                    os.close(fd)
                line.sendall(str(done.returncode).encode())


class Shell:
    """One bash: it keeps its folder and its variables from one command to the next."""

    def __init__(
        self, programs: Programs, folder: Path, environment: Mapping[str, str], first: Path | None
    ) -> None:
        folders = [first, programs.folder, Path(sys.executable).parent, os.environ["PATH"]]
        path = os.pathsep.join(str(folder) for folder in folders if folder)
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=os.environ | {"PATH": path} | _SETTINGS | dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._bash.stdin and self._bash.stdout
        self._bash.kill()
        self._bash.wait()
        self._bash.stdin.close()
        self._bash.stdout.close()

    def types(self, command: str) -> Done:
        """Type one command, with nothing at its standard input, and wait for its end.

        One that waits for keys gets a terminal, and there the key that ends it.
        """
        assert self._bash.stdin
        command = re.sub(r"^grader watch\b", "press-q grader watch", command)
        mark = os.urandom(8).hex()
        line = f"eval {shlex.quote(command)} </dev/null\nprintf '\\n%s %s\\n' {mark} $?\n"
        self._bash.stdin.write(line.encode())
        self._bash.stdin.flush()
        printed, _, code = self._until(mark).partition(f"\n{mark} ")
        return Done(int(code), printed)

    def _until(self, mark: str) -> str:
        assert self._bash.stdout
        deadline, said = time.monotonic() + PATIENCE, b""
        while f"\n{mark} ".encode() not in said or not said.endswith(b"\n"):
            ready, _, _ = select.select([self._bash.stdout], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(self._bash.stdout.fileno(), 65536) if ready else b""
            assert more, f"bash has not come back. It said: {said.decode(errors='replace')[-2000:]}"
            said += more
        return said.decode(errors="replace")
