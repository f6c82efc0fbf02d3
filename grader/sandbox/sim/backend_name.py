"""What the pretend accelerator is called, and how it says that it cannot do something."""

from __future__ import annotations

import torch
from torch.utils import backend_registration

TYPE = "sim"
NAME = "sim:0"


class _Nowhere:
    """`torch.sim` where there is a name and no device: an optimizer asks before its first step."""

    def is_available(self) -> bool:
        return False


def give_name() -> None:
    """Let `torch.device("sim")` mean something in this process, which has no such device."""
    if not hasattr(torch, TYPE):
        backend_registration.rename_privateuse1_backend(TYPE)
        torch._register_device_module(TYPE, _Nowhere())  # type: ignore[no-untyped-call]  # torch's


class Unsupported(NotImplementedError):
    """Something that the pretend accelerator cannot do, and that no GPU need refuse."""
