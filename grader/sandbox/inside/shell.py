"""Inside the child: what a notebook asks IPython for, and does not have to be there for.

The prompts' history (`In`, `Out`, `_`), and `get_ipython()` for what it is asked most. Commands of the system
are not run: what they give is empty, and the cell's output says so.
"""

from __future__ import annotations

import os
from typing import Any

from grader.sandbox.inside import missing

# They make no file that a notebook reads.
_INSTALLS = [[tool, "install"] for tool in ("pip", "pip3", "conda", "mamba", "apt", "apt-get")]
_LAST = ("_", "__", "___")


class Lines(list[str]):
    """What a command printed: nothing."""

    n = s = ""
    l = p = property(lambda self: list(self))  # noqa: E741 - IPython calls it so


class Shell:
    """IPython's shell, as far as a notebook's own cells need it."""

    def __init__(self, names: dict[str, Any]) -> None:
        """names: the notebook's own."""
        self.user_ns = self.user_global_ns = names
        self.execution_count = 1
        # Whether a command of the system was asked for.
        self.left_out = False
        # What the present cell wanted and could not have.
        self.wants = ""
        self._in: list[str] = [""]
        self._out: dict[int, Any] = {}
        # What the history last held: a name that the notebook has taken for itself is let be.
        self._given: dict[str, Any] = {}

    def names(self) -> dict[str, Any]:
        """What a notebook's cells find around them."""
        history = {"In": self._in, "Out": self._out, "_ih": self._in, "_oh": self._out, "_dh": [os.getcwd()]}
        self._given = dict.fromkeys((*_LAST, "_i", "_ii", "_iii"), "")
        return {"get_ipython": lambda: self, "exit": _stay, "quit": _stay, **history, **self._given}

    def begin(self, source: str) -> None:
        """A cell is about to run."""
        self.wants = ""
        if len(self._in) > 1:
            self._give("_iii", self._given["_ii"])
            self._give("_ii", self._given["_i"])
            self._give("_i", self._in[-1])
        self._in.append(source)
        self.execution_count = len(self._in) - 1
        self.user_ns[f"_i{self.execution_count}"] = source

    def note_value(self, value: Any) -> None:
        """The value of a cell's last line."""
        if value is None:
            return
        self._give("___", self._given["__"])
        self._give("__", self._given["_"])
        self._give("_", value)
        self._out[self.execution_count] = self.user_ns[f"_{self.execution_count}"] = value

    def _give(self, name: str, value: Any) -> None:
        if self.user_ns.get(name, "") is self._given[name]:
            self.user_ns[name] = value
        self._given[name] = value

    # ── what `get_ipython()` is asked ────────────────────────────────────────────────────────────────────

    def system(self, command: str) -> None:
        """`!command`: not run."""
        self._leave_out(command)

    system_raw = system_piped = system

    def getoutput(self, command: str, *_: Any, **__: Any) -> Lines:
        """`x = !command`: empty."""
        self._leave_out(command)
        self.wants = "command"
        return Lines()

    def _leave_out(self, command: str) -> None:
        self.left_out = self.left_out or command.split()[:2] not in _INSTALLS
        print(f"!{command}: not run here")

    def run_line_magic(self, name: str, line: str = "", *_: Any, **__: Any) -> Any:
        """`%name line`: only `%run` and `%time` do something."""
        if name == "run":
            file = line.split()[-1] if line.split() else ""
            with open(file if os.path.splitext(file)[1] else f"{file}.py", encoding="utf-8") as opened:
                exec(compile(opened.read(), file, "exec"), self.user_ns)
            return None
        if name == "time":
            return self.ev(line)
        return Lines() if name in ("sx", "system") else None

    def magic(self, text: str) -> Any:
        """`%text`."""
        name, _, line = text.lstrip("%").partition(" ")
        return self.run_line_magic(name, line)

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """`%%name line`: of those that are Python the cell runs, and files are written."""
        if name in ("writefile", "file"):
            words = line.split()
            with open(os.path.expanduser(words[-1].strip("\"'")), "a" if "-a" in words else "w") as file:
                file.write(cell)
        elif name in ("time", "timeit", "capture", "prun"):
            exec(cell, self.user_ns)

    def run_cell(self, cell: str, *_: Any, **__: Any) -> None:
        """Runs Python's own text."""
        exec(cell, self.user_ns)

    def ev(self, text: str) -> Any:
        """The value of an expression."""
        return eval(text, self.user_ns)

    def ex(self, text: str) -> None:
        """Runs statements."""
        exec(text, self.user_ns)

    def push(self, names: dict[str, Any], *_: Any, **__: Any) -> None:
        """Names for the notebook."""
        self.user_ns.update(names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return missing.MissingLibraryValue("IPython")


Shell.__name__ = Shell.__qualname__ = "ZMQInteractiveShell"


def _stay(*_: Any, **__: Any) -> None:
    """`exit` in a notebook ends the kernel once the cell has run: here nothing."""
