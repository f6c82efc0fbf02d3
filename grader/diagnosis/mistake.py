"""What systematic mistakes are made from, and what one is."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from grader.words.messages import Message


@dataclass(frozen=True, slots=True)
class Right:
    """A function of the reference, and what its file says about the names in it."""

    node: ast.FunctionDef
    # Module-level variables.
    variables: tuple[str, ...]
    # Module-level functions.
    functions: frozenset[str]
    # Names on which `.step()` is called anywhere.
    optimizers: frozenset[str]

    @property
    def name(self) -> str:
        """As the contract has it."""
        return self.node.name

    @property
    def parameters(self) -> list[str]:
        """Those that can be passed by position."""
        return [argument.arg for argument in (*self.node.args.posonlyargs, *self.node.args.args)]

    def call(self, instead: Mapping[str, str] = {}) -> str:
        """A call of the right function with its own parameters, or with other expressions in their place."""
        given = self.node.args
        passed = [instead.get(name, name) for name in self.parameters]
        passed += [f"*{given.vararg.arg}"] if given.vararg else []
        passed += [f"{one.arg}={instead.get(one.arg, one.arg)}" for one in given.kwonlyargs]
        passed += [f"**{given.kwarg.arg}"] if given.kwarg else []
        return f"{self.name}({', '.join(passed)})"

    def wrapped(self, name: str, *lines: str) -> str:
        """A function of this name with the right one's signature."""
        body = "\n".join(f"    {line}" for line in lines)
        return f"def {name}({ast.unparse(self.node.args)}):\n{body}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A systematic mistake: a function, and what is said to who answers as it does."""

    name: str
    headline: Message
    explanation: Message
    # Defines a function of that name; the right functions are there when it runs.
    source: str
    # A parameter whose value in the first call stands for its value in every call.
    ignored: str = ""
    # Whether this is one of many that are true of a function that always answers the same.
    general: bool = False
