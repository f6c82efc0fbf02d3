"""`grader.check("dloss_fn")` in a notebook: the kernel sends text, a process beside it checks and answers.

    kernel   the student's: their functions, their mistakes; no checks, no answers
     └ host  the checks and the reference; starts a sandbox, in which the text runs once more

The host stays warm until the kernel ends. Works wherever IPython runs: JupyterLab, VS Code, Colab.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from grader.course.language import translator_for
from grader.course.layout import find_root
from grader.errors import FaultError, GraderError, UsageError
from grader.student.notebook_history import definitions
from grader.words.messages import Heard, Message, heard, say


class NotebookResult:
    """What a check came to. Shown as HTML where the notebook can, as text elsewhere."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.score: float | None = said["score"]
        self.max_score: float = said["max_score"]
        self._html: str = said["html"]
        self._text: str = said["text"]

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self._html


class NotebookError:
    """Nothing could be checked; shown as one sentence in place of a traceback through the grader."""

    score = None

    def __init__(self, error: GraderError, words: str) -> None:
        """words: what the error says, in the reader's language."""
        self.error = error
        self._words = words

    def __repr__(self) -> str:
        return f"grader: {self._words}"


def check(
    function: str | None = None,
    *,
    assignment: str | None = None,
    course: str | Path = ".",
    lang: str | None = None,
) -> NotebookResult | NotebookError:
    """Check a function as this notebook defines it now, or all that it defines.

    function: "dloss_fn", "autograd.update", or none. assignment: where the name is in several and the
    notebook's own name does not tell. course: the folder of the course or kit, or one inside it.
    lang: the language, such as "zh-TW"; else GRADER_LANG, else the course's.
    """
    try:
        asked = {
            "function": function,
            "assignment": assignment,
            "notebook": notebook_name(),
            "cells": definitions(_history()),
            "folder": os.getcwd(),
            # The kernel's own: a student may have set it since the host was started.
            "language": lang or os.environ.get("GRADER_LANG"),
        }
        return NotebookResult(_host(find_root(Path(course)).resolve()).ask(asked))
    except GraderError as error:
        return NotebookError(error, _words(error, Path(course), lang))


def _words(error: GraderError, course: Path, lang: str | None) -> str:
    """What an error says; in English where its language is what is wrong."""
    try:
        return translator_for(course, lang)(error.said)
    except GraderError:
        return str(error)


def _shell() -> Any:
    """The running IPython. Raises UsageError outside of one."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module else None
    if shell is None:
        raise UsageError(say("grader.check works in a notebook. In a terminal, run `grader check FUNCTION`."))
    return shell


def _history() -> list[str]:
    """The cells that were run, the present one too; the cell with [3] beside it is the third."""
    return list(_shell().history_manager.input_hist_raw[1:])


def notebook_name() -> str:
    """The notebook's file name, where whoever shows it tells; else "notebook.ipynb"."""
    told = _shell().user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
    name = str(told).replace("\\", "/").rpartition("/")[2]
    return name if name.endswith(".ipynb") else "notebook.ipynb"


class Host:
    """The process beside the kernel; one course's."""

    def __init__(self, course: Path) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.student.host", str(course)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # The kernel's Interrupt button is for the student's code.
            start_new_session=True,
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Put a question and wait. Raises GraderError for what the host refuses, FaultError where it died."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise FaultError(say("The grader's process beside this notebook has no pipes."))
        try:
            # Where it has ended before, it may have said why.
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps(question).encode() + b"\n")
                process.stdin.flush()
            line = process.stdout.readline()
            said: dict[str, Any] = json.loads(line) if line else {}
        except BaseException:
            # An answer that nobody waited for must not be taken for the next one.
            process.kill()
            raise
        if not said:
            raise FaultError(self._died())
        if "error" in said:
            # In the reader's language already.
            raise GraderError(heard(said["error"]))
        return said

    def _died(self) -> Message:
        self._process.wait(10)
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        ended = say("The grader's process beside this notebook has ended. Run the cell again.")
        return ended + say("It said: {words}", words=Heard(lines[-1])) if lines else ended

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return self._process.poll() is None

    def close(self) -> None:
        """Let it end."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait(10)
        self._errors.close()


_hosts: dict[Path, Host] = {}


def _host(course: Path) -> Host:
    host = _hosts.get(course)
    if host is None or not host.alive:
        host = _hosts[course] = Host(course)
        atexit.register(host.close)
    return host
