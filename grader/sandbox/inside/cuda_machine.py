"""Inside the child: a machine that says it has one CUDA GPU, and notes who asks. No computing works there.

Every question of `torch.cuda` and `torch.accelerator` has the answer of such a machine from before the file
is loaded. What uses the GPU fails as it does without one. The process serves one file, and ends with it.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Mapping
from types import CodeType, ModuleType, SimpleNamespace
from typing import Any

import torch

from grader.sandbox import wire

_NAME = "NVIDIA H100"
_MEMORY = 80 << 30
_PROPERTIES = SimpleNamespace(name=_NAME, major=9, minor=0, total_memory=_MEMORY, multi_processor_count=132)
# What a file may look for beside PyTorch: Python tells of these.
_LOOKS = ("open", "subprocess.", "os.listdir", "os.scandir", "os.system", "os.posix_spawn", "ctypes.dlopen")


class CudaMachine:
    """What a call has asked."""

    def __init__(self) -> None:
        # One of PyTorch's own questions, or anything else by which a machine can be known.
        self._asked_torch = self._asked_elsewhere = False

    def install(self) -> None:
        """From now on the machine has CUDA."""
        for name, value in _CUDA.items():
            setattr(torch.cuda, name, self._telling(value))
        for name, value in _ACCELERATOR.items():
            setattr(torch.accelerator, name, self._telling(value))
        torch.backends.cuda.is_built = self._telling(True)
        torch.version.cuda = "12.6"
        torch.cuda._lazy_init = self._tried(torch.cuda._lazy_init)
        sys.addaudithook(self._hear)

    def begin(self) -> None:
        """A call begins."""
        self._asked_torch = self._asked_elsewhere = False

    def asked(self, function: Any, names: Mapping[str, Any]) -> wire.AskedOfMachine:
        """How a function that was called got to know its machine. names: the file's globals."""
        if self._asked_torch:
            return "torch"
        return "else" if self._asked_elsewhere or _looks_elsewhere(function, names) else "nothing"

    def _telling(self, value: Any) -> Callable[..., Any]:
        def tell(*_: Any, **__: Any) -> Any:
            self._asked_torch = True
            return value

        return tell

    def _tried(self, inner: Callable[[], Any]) -> Callable[[], Any]:
        def initialize() -> Any:
            self._asked_elsewhere = True
            return inner()

        return initialize

    def _hear(self, event: str, _: Any) -> None:
        self._asked_elsewhere = self._asked_elsewhere or event.startswith(_LOOKS)


_CUDA: dict[str, Any] = {
    "is_available": True,
    "device_count": 1,
    "current_device": 0,
    "get_device_name": _NAME,
    "get_device_capability": (9, 0),
    "get_device_properties": _PROPERTIES,
    "mem_get_info": (_MEMORY, _MEMORY),
    "is_bf16_supported": True,
    "get_arch_list": ["sm_90"],
    "set_device": None,
    "_is_compiled": True,
}
_ACCELERATOR: dict[str, Any] = {
    "is_available": True,
    "current_accelerator": torch.device("cuda"),
    "device_count": 1,
    "current_device_index": 0,
    "current_device_idx": 0,
    "get_device_capability": {},
    "set_device_index": None,
}


def _looks_elsewhere(function: Any, names: Mapping[str, Any]) -> bool:
    """Whether a function uses what is neither its own nor PyTorch's: it may know the machine by that."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return True
    steps = list(dis.get_instructions(code))
    imported = {step.argval for step in steps if step.opname == "IMPORT_NAME"}
    used = {step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return any(not _of_torch(name) for name in imported) or any(
        name in names and not _is_torchs(names[name]) for name in used
    )


def _is_torchs(value: Any) -> bool:
    home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return _of_torch(str(home)) or isinstance(value, type(torch.device("cpu")))


def _of_torch(name: str) -> bool:
    return name.partition(".")[0] == "torch"
