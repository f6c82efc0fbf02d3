"""Inside the child: what a library that is not installed would have given: unknown, so it decides nothing.

It can be handed on, called and asked for more. Whoever wants a number, a truth or a list of it meets a
`ModuleNotFoundError` that names the library, and the answer is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import torch

from grader.sandbox import libraries

_DEPTH = 4
_VALUE = "__grader_missing_library__"


class NeededError(ModuleNotFoundError):
    """A value is wanted that only a missing library has."""


# A student knows it by the name that Python has for it.
NeededError.__name__ = NeededError.__qualname__ = ModuleNotFoundError.__name__


class Needs:
    """How the present call is to deal with missing libraries, and what it has done."""

    def __init__(self) -> None:
        # Whether any known library that is missing is let be, to see whether the answer hangs on it.
        self.let_be = False
        # Whether something was handed to one of them that it may have changed.
        self.may_have_changed = False

    def begin(self, *, let_be: bool) -> None:
        """Before a call."""
        self.let_be, self.may_have_changed = let_be, False


needs = Needs()


class MissingLibraryValue:
    """Anything of a library that is missing: a module, a function, what it returns."""

    def __init__(self, module: str) -> None:
        """module: the one that could not be imported; one that nobody knows is never let be."""
        self.__dict__[_VALUE] = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _further(self)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        further = _further(self)
        if not libraries.stands_in(module_of(self)) and _changeable((arguments, keywords)):
            needs.may_have_changed = True
        return further

    def __setattr__(self, name: str, value: Any) -> None:
        _further(self)

    def __getitem__(self, key: Any) -> Any:
        return _further(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        _further(self)

    def __enter__(self) -> Any:
        return _further(self)

    def __exit__(self, *_: object) -> None:
        """An exception goes on."""

    def __repr__(self) -> str:
        return f"<{module_of(self)} is not installed here>"

    def __format__(self, _: str) -> str:
        return repr(self)

    @classmethod
    def __torch_function__(cls, _: Any, __: Any, arguments: Any = (), keywords: Any = None) -> NoReturn:
        found = module_in((arguments, keywords or {}))
        demand(found or "torch")

    # A dictionary may hold it.
    __hash__ = object.__hash__


def module_of(value: MissingLibraryValue) -> str:
    """The module that was not there."""
    module: str = value.__dict__[_VALUE]
    return module


def demand(module: str) -> NoReturn:
    """Raise what Python raises for a module that is not there."""
    library = libraries.known(module)
    kind = NeededError if library else ModuleNotFoundError
    raise kind(f"No module named {module!r}", name=module)


def _further(value: MissingLibraryValue) -> Any:
    module = module_of(value)
    if libraries.stands_in(module) or (needs.let_be and libraries.known(module)):
        return MissingLibraryValue(module)
    demand(module)


def _decisive(name: str) -> Callable[..., NoReturn]:
    def wanted(self: MissingLibraryValue, *_: Any, **__: Any) -> NoReturn:
        demand(module_of(self))

    wanted.__name__ = name
    return wanted


_BINARY = (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "divmod", "and", "or", "xor",
    "lshift", "rshift",
)  # fmt: skip
_DECIDE = (
    "bool", "int", "float", "complex", "index", "len", "iter", "next", "reversed", "contains", "neg", "pos",
    "abs", "invert", "round", "trunc", "floor", "ceil", "eq", "ne", "lt", "le", "gt", "ge", "array", "bytes",
    "instancecheck", "subclasscheck", "mro_entries", "await", "aiter", "fspath", "length_hint",
    *_BINARY, *(f"r{name}" for name in _BINARY), *(f"i{name}" for name in _BINARY),
)  # fmt: skip
for _name in _DECIDE:
    setattr(MissingLibraryValue, f"__{_name}__", _decisive(f"__{_name}__"))


def library_behind(error: BaseException) -> str:
    """The known library for want of which an error was raised; else an empty string."""
    for one in _chain(error):
        # With everything let be, no import of a known library fails: such an error is the file's own.
        if isinstance(one, NeededError) or (isinstance(one, ModuleNotFoundError) and not needs.let_be):
            return libraries.known(one.name or "")
    return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it was raised over."""
    seen: BaseException | None = error
    for _ in range(_DEPTH):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def module_in(value: Any, depth: int = 0) -> str:
    """The missing library of which a value holds something; an empty string where it holds nothing of any."""
    if type(value) is MissingLibraryValue:
        return libraries.known(module_of(value)) or module_of(value)
    if depth < _DEPTH and type(value) in (list, tuple, dict, set):
        parts = [*value, *value.values()] if type(value) is dict else value
        return next(filter(None, (module_in(part, depth + 1) for part in parts)), "")
    return ""


def _changeable(value: Any, depth: int = 0) -> bool:
    """Whether a library may change what an answer is made of, through what it is handed."""
    if type(value) in (list, tuple, dict):
        parts = value.values() if type(value) is dict else value
        return depth < _DEPTH and any(_changeable(part, depth + 1) for part in parts)
    if isinstance(value, torch.Tensor):
        return value.requires_grad
    return callable(value) or hasattr(value, "__next__") or isinstance(value, torch.optim.Optimizer)
