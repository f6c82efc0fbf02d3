"""Which GPU children are to get: NVIDIA's driver is asked in a bare process, which ends afterwards.

What CUDA counts first here, by CUDA_VISIBLE_DEVICES and CUDA_DEVICE_ORDER as they were set, is the card.
"""

from __future__ import annotations

import ctypes
import glob
import json
import os
import uuid
from collections.abc import Sequence

from grader.sandbox.inside.isolation import demands
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason, reasons_of
from grader.sandbox.levels import Card, Reason

_DRIVER = "libcuda.so.1"
_COMMON = ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/dxg")
_EVERY_CARD = "/dev/nvidia[0-9]*"
_BESIDE = ("libcuda.so*", "libcudadebugger.so*", "libnvidia-*.so*")
_KNOWN_CARDS = "/proc/driver/nvidia/gpus/*/information"
_SLICES = "/dev/nvidia-caps/nvidia-cap[0-9]*"
# Who may divide a card or watch its slices: nothing that a child needs.
_OF_THE_ADMINISTRATOR = "/proc/driver/nvidia/capabilities/mig/*"

# As `levels.Card` has it.
Found = dict[str, str | Sequence[str] | Sequence[Reason]]


def main() -> None:
    """In the bare process: print the card as JSON."""
    print(json.dumps(_find()))


def _find() -> Found:
    try:
        driver = load(_DRIVER)
    except OSError as error:
        return {"missing": reasons_of(error)}
    try:
        start(driver)
        return _first_card(driver)
    except OSError as error:
        return {"missing": reasons_of(error) + demands.refused(Card())}


def load(path: str) -> ctypes.CDLL:
    """The driver's library. Raises OSError."""
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise UnavailableError(reason("driver library", str(error))) from None


def start(driver: ctypes.CDLL) -> None:
    """cuInit. Raises OSError with what the driver says."""
    _check(driver, driver.cuInit(0), "driver does not start")


def _check(driver: ctypes.CDLL, code: int, key: str) -> None:
    if code:
        name = ctypes.c_char_p()
        driver.cuGetErrorName(code, ctypes.byref(name))
        raise UnavailableError(reason(key, (name.value or b"error").decode(errors="replace"), str(code)))


def _first_card(driver: ctypes.CDLL) -> Found:
    device, raw = ctypes.c_int(), ctypes.create_string_buffer(16)
    bus, name = ctypes.create_string_buffer(32), ctypes.create_string_buffer(256)
    _check(driver, driver.cuDeviceGet(ctypes.byref(device), 0), "driver does not name GPU")
    _check(driver, driver.cuDeviceGetName(name, len(name), device), "driver does not name GPU")
    ask_uuid = getattr(driver, "cuDeviceGetUuid_v2", driver.cuDeviceGetUuid)
    _check(driver, ask_uuid(raw, device), "driver does not give UUID")
    _check(driver, driver.cuDeviceGetPCIBusId(bus, len(bus), device), "driver does not give place")
    known = {card["GPU UUID"]: card for card in map(_read, glob.glob(_KNOWN_CARDS)) if "GPU UUID" in card}
    number = str(uuid.UUID(bytes=raw.raw))
    # A slice of a divided card has a UUID of its own, which the kernel's list of cards does not have.
    is_slice = bool(known) and f"GPU-{number}" not in known
    path = _path_of(driver)
    return {
        "name": name.value.decode(errors="replace"),
        "visible": f"MIG-{number}" if is_slice else f"GPU-{number}",
        "devices": _devices(known, bus.value.decode().lower(), is_slice),
        "driver": path,
        "libraries": _beside(path),
    }


def _read(path: str) -> dict[str, str]:
    with open(path, encoding="utf-8", errors="replace") as lines:
        rows = [line.partition(":") for line in lines]
    return {name.strip(): value.strip() for name, _, value in rows}


def _devices(known: dict[str, dict[str, str]], bus: str, is_slice: bool) -> list[str]:
    """Device files of one card; of all cards where the kernel does not say which are whose."""
    minors = [
        card["Device Minor"]
        for card in known.values()
        if card.get("Bus Location", "").lower().endswith(bus[-10:]) and "Device Minor" in card
    ]
    own = [f"/dev/nvidia{minors[0]}"] if len(minors) == 1 else glob.glob(_EVERY_CARD)
    wanted = [*_COMMON, *own, *(_slices() if is_slice else [])]
    return sorted(path for path in wanted if os.path.exists(path))


def _slices() -> list[str]:
    kept = {_read(path).get("DeviceFileMinor") for path in glob.glob(_OF_THE_ADMINISTRATOR)}
    return [path for path in glob.glob(_SLICES) if path.rpartition("cap")[2] not in kept]


def _path_of(driver: ctypes.CDLL) -> str:
    """The file that the loader found, links followed."""
    start_of = ctypes.cast(driver.cuInit, ctypes.c_void_p).value or 0
    with open("/proc/self/maps") as table:
        for line in table:
            span, *_, path = line.split(maxsplit=5)
            first, last = (int(address, 16) for address in span.split("-"))
            if first <= start_of < last:
                return path.strip()
    raise UnavailableError(reason("driver file unknown"))


def _beside(path: str) -> list[str]:
    folder = os.path.dirname(path)
    return sorted(found for pattern in _BESIDE for found in glob.glob(os.path.join(folder, pattern)))
