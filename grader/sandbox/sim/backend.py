"""Tells PyTorch of the device `sim`, once, in this process."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils import backend_registration

from grader.sandbox.levels import SIM_SETUP
from grader.sandbox.sim import generators, stand_ins, tensor
from grader.sandbox.sim.backend_name import TYPE, Unsupported
from grader.sandbox.upstream_words import BEYOND_SIM, says

# Registrations last as long as this object.
_library: list[Any] = []


class _Module:
    """`torch.sim`."""

    def is_initialized(self) -> bool:
        return True

    def is_available(self) -> bool:
        return True

    def current_device(self) -> int:
        return 0

    def device_count(self) -> int:
        return 1

    def synchronize(self, device: object = None) -> None:
        """Nothing is ever under way."""

    def manual_seed_all(self, seed: int) -> None:
        """The default generator is the CPU's, which torch.manual_seed has seeded."""

    def _is_in_bad_fork(self) -> bool:
        return False


def missing() -> str:
    """Why this PyTorch cannot have the device, or empty."""
    if hasattr(backend_registration, SIM_SETUP):
        return ""
    return f"torch {torch.__version__} cannot be told of a device from Python"


def install() -> None:
    """Have the device in this process from now on. Raises RuntimeError where this PyTorch cannot."""
    if _library:
        return
    if missing():
        raise RuntimeError(missing())
    stand_ins.stand_in()
    setup: Any = getattr(backend_registration, SIM_SETUP)
    setup(TYPE, _Module())
    library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]  # torch's
    library.impl("empty.memory_format", tensor.empty, "PrivateUse1")
    library.impl("empty_strided", tensor.empty_strided, "PrivateUse1")
    library.impl("_copy_from", tensor.copy_from, "PrivateUse1")
    library.impl("_local_scalar_dense", tensor.item, "PrivateUse1")
    _library.append(library)
    # As on a GPU, a module that moves keeps its parameters: an optimizer over them is not left behind.
    torch.__future__.set_swap_module_params_on_conversion(True)
    generators.install()


def unsupported(error: BaseException) -> bool:
    """Whether an error, or one behind it, says that sim cannot do something: no word of a GPU's."""
    return bool(lacking(error))


def lacking(error: BaseException) -> str:
    """The words of an error, or of one behind it, that say what sim cannot do; else empty."""
    if isinstance(error, Unsupported) or (isinstance(error, RuntimeError) and says(str(error), *BEYOND_SIM)):
        return str(error)
    behind = error.__cause__ or error.__context__
    return "" if behind is None else lacking(behind)
