"""Inside the child: run what was compiled of a cell, which may `await` at its top level, as in a notebook."""

from __future__ import annotations

import ast
import inspect
from types import CodeType
from typing import Any

AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def run_code(code: CodeType, names: dict[str, Any]) -> Any:
    """The value of an expression, or None; waits for what the code awaits. Raises what the code raises."""
    made = eval(code, names)
    if not code.co_flags & inspect.CO_COROUTINE:
        return made
    # Few files wait for anything, and asyncio takes its time to load.
    from grader.sandbox.inside import event_loop

    return event_loop.wait_for(made)
